import { spawnSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { dpkgExtractor } from "@coppice/inventory";
import type { Bom } from "@coppice/types";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openFolder } from "../open-folder.ts";
import { reasonOf, takeInventory } from "../take-inventory.ts";
import { withDigests } from "./with-digests.ts";

const hasDpkg = spawnSync("dpkg-deb", ["--version"]).status === 0;

/** A small system that dpkg itself sets up, with files changed afterwards. */
describe.skipIf(!hasDpkg)("a system that dpkg made", () => {
  const work = mkdtempSync(join(tmpdir(), "coppice-dpkg-"));
  const root = join(work, "root");
  let bom: Bom;

  const run = (command: string, ...args: string[]): string => {
    const { stdout, stderr, status } = spawnSync(command, args, {
      encoding: "utf8",
      env: { ...process.env, PATH: `${process.env["PATH"]}:/usr/sbin:/sbin`, LC_ALL: "C" },
    });
    // dpkg --verify answers 1 where it finds a difference.
    if (status !== 0 && !args.includes("--verify")) throw new Error(`${command}: ${stderr}`);
    return stdout;
  };
  const dpkg = (...args: string[]) =>
    run("dpkg", `--root=${root}`, "--force-not-root", "--log=/dev/null", ...args);
  const write = (path: string, text: string) => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  };
  const build = (name: string, control: string, files: Record<string, string>) => {
    const folder = join(work, name);
    const head = `Package: ${name}\nVersion: 1:1.0-1\nMaintainer: A <a@example.org>\nDescription: x\n`;
    write(`${folder}/DEBIAN/control`, `${head}${control}\n`);
    for (const [path, text] of Object.entries(files)) write(`${folder}/${path}`, text);
    chmodSync(`${folder}/DEBIAN`, 0o755);
    run("dpkg-deb", "--root-owner-group", "--build", folder, `${folder}.deb`);
    dpkg("--install", `${folder}.deb`);
  };

  beforeAll(async () => {
    for (const folder of ["info", "updates", "triggers", "parts"]) {
      mkdirSync(`${root}/var/lib/dpkg/${folder}`, { recursive: true });
    }
    write(`${root}/var/lib/dpkg/status`, "");
    build("one", "Architecture: all\nSource: first (2.0)", {
      "DEBIAN/conffiles": "/etc/one.conf\n/etc/kept.conf\n",
      "etc/one.conf": "a\n",
      "etc/kept.conf": "a\n",
      "usr/bin/one": "#!/bin/sh\n",
      "usr/share/one/data": "data\n",
      "usr/share/one/other": "other\n",
    });
    run(
      "dpkg-divert",
      `--root=${root}`,
      "--package",
      "two",
      "--divert",
      "/usr/share/one/moved",
      "--rename",
      "--add",
      "/usr/share/one/data",
    );
    build("two", "Architecture: amd64\nMulti-Arch: same\nPre-Depends: one (>= 1:1)", {
      "usr/share/one/data": "of two\n",
      "usr/share/doc/two/copyright":
        "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n\nFiles: *\nLicense: Expat\n\nFiles: debian/*\nLicense: GPL-2+\n Text.\n",
    });
    appendFileSync(`${root}/etc/one.conf`, "changed\n");
    appendFileSync(`${root}/usr/bin/one`, "changed\n");
    appendFileSync(`${root}/usr/share/one/moved`, "changed\n");
    rmSync(`${root}/usr/share/one/other`);
    bom = await takeInventory(withDigests(openFolder(root)), { extractors: [dpkgExtractor] });
  });
  afterAll(() => rmSync(work, { recursive: true, force: true }));

  test("has the changed files that dpkg --verify names, each with both digests", () => {
    const verified = dpkg("--verify").split("\n");
    const differing = verified.filter((line) => line.startsWith("??5"));
    const modified = bom.packages.flatMap((found) => found.modifiedSinceInstall ?? []);
    // dpkg looks at no diverted file.
    const named = modified
      .filter(({ path }) => path !== "/usr/share/one/moved")
      .map(({ path, configuration }) => `??5?????? ${configuration ? "c" : " "} ${path}`);
    expect(differing.length).toBe(2);
    expect(named.sort()).toEqual(differing.sort());
    expect(modified.length).toBe(3);
    const sum = run("md5sum", `${root}/etc/one.conf`).split(" ", 1)[0];
    const { found, recorded } = modified.find(({ path }) => path === "/etc/one.conf") ?? {};
    expect(found).toBe(`md5:${sum}`);
    expect(readFileSync(`${root}/var/lib/dpkg/status`, "utf8")).toContain(recorded?.slice(4));
  });

  test("has the packages and sources that dpkg-query shows", () => {
    const format = `\${Package} \${Architecture} \${Version} \${source:Package} \${source:Version}\\n`;
    const rows = run("dpkg-query", `--admindir=${root}/var/lib/dpkg`, "-W", `-f=${format}`);
    const found = bom.packages.map(({ name, architecture, version, source }) =>
      [name, architecture, version, source?.name, source?.version].join(" "),
    );
    expect(found.sort()).toEqual(rows.split("\n").filter(Boolean).sort());
  });

  test("explains every file, and states the licences of a machine-readable copyright file", () => {
    const unowned = bom.files?.filter(({ attribution }) => attribution.kind === "unowned");
    expect(unowned).toEqual([]);
    expect(reasonOf(bom, "/usr/share/one/moved")).toEqual({ kind: "owned", by: ["one"] });
    expect(reasonOf(bom, "/usr/share/one/data")).toEqual({ kind: "owned", by: ["two"] });
    expect(bom.packages.map(({ name, licenses }) => [name, licenses])).toEqual([
      ["one", undefined],
      ["two", ["Expat", "GPL-2+"]],
    ]);
    expect(bom.problems).toEqual([]);
  });
});
