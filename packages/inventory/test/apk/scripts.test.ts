import { gzipSync } from "node:zlib";
import { renderTar } from "@coppice/image";
import { apkExtractor } from "@coppice/inventory";
import { expect, test } from "vitest";
import { reasonOf, takeInventory } from "../take-inventory.ts";

async function archiveOf(scripts: Readonly<Record<string, string>>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  const inputs = Object.entries(scripts).map(([name, text]) => {
    const content = new TextEncoder().encode(text);
    const facts = { mode: 0o755, uid: 0, gid: 0, size: content.length };
    return { entry: { path: `/${name}`, type: "file", ...facts } as const, content: [content] };
  });
  for await (const chunk of renderTar(inputs)) chunks.push(chunk);
  return Uint8Array.from(Buffer.concat(chunks));
}

const take = (name: string, archive: Uint8Array) =>
  takeInventory(
    {
      "/lib/apk/db/installed": "P:a\nV:1.0-r0\n\nP:b\nV:2\n",
      [`/lib/apk/db/${name}`]: archive,
      "/etc/made": "",
      "/etc/b.conf": "",
      "/etc/other": "",
      "/var/cache/trigger": "",
    },
    { extractors: [apkExtractor] },
  );

test("explains paths that scripts of installed packages name", async () => {
  const archive = await archiveOf({
    "a-1.0-r0.Q1ab/c+d=.post-install": "touch /etc/made /etc/b.conf\n",
    "b-2.Q1abcd=.pre-install": ": /etc/b.conf\n",
    "b-2.Q1abcd=.trigger": ": /var/cache/trigger\n",
    "b-2.Q1abcd=.pre-deinstall": "rm /etc/other\n",
    "b-3.Q1abcd=.post-install": ": /etc/other\n",
    other: ": /etc/other\n",
  });
  for (const bom of [
    await take("scripts.tar", archive),
    await take("scripts.tar.gz", Uint8Array.from(gzipSync(archive))),
  ]) {
    expect(reasonOf(bom, "/etc/made")).toEqual({ kind: "configuration", by: "a" });
    expect(reasonOf(bom, "/etc/b.conf")).toEqual({ kind: "configuration", by: "b" });
    expect(reasonOf(bom, "/var/cache/trigger")).toEqual({ kind: "configuration", by: "b" });
    expect(reasonOf(bom, "/etc/other")).toEqual({ kind: "unowned" });
    expect(bom.problems).toEqual([]);
  }
});

test("keeps the packages where the archive is damaged, at whatever byte it is cut", async () => {
  const archive = await archiveOf({ "a-1.0-r0.Q1ab=.post-install": "touch /etc/made\n" });
  for (const cut of [0, 1, 100, 512, 520, 1024, archive.length]) {
    const bom = await take("scripts.tar", archive.subarray(0, cut));
    expect(bom.packages.length).toBe(2);
    expect(bom.problems.every(({ code }) => code === "APK_SCRIPTS_INVALID")).toBe(true);
  }
  const damaged = await take("scripts.tar.gz", Uint8Array.of(0x1f, 0x8b, 8));
  expect(damaged.problems.map(({ code }) => code)).toEqual(["APK_SCRIPTS_INVALID"]);
});
