import { spawnSync } from "node:child_process";
import { chiselExtractor, parseChiselManifest } from "@coppice/inventory";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createTextTree } from "../create-tree.ts";
import { withDigests } from "../dpkg/with-digests.ts";
import { reasonOf, takeInventory } from "../take-inventory.ts";

const sha256OfEmpty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const other = "0".repeat(64);
const place = "/var/lib/chisel/manifest.wall";
const header = '{"jsonwall":"1.0","schema":"1.0","count":9}';
const manifest = (...lines: object[]) =>
  [header, ...lines.map((line) => JSON.stringify(line)), ""].join("\n");

/** A frame with raw blocks of at most 64 KiB (RFC 8878, 3.1.1). */
function frameOf(text: string): Uint8Array {
  const bytes = new TextEncoder().encode(text);
  const parts = [0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x38];
  for (let at = 0; at === 0 || at < bytes.length; at += 65536) {
    const block = bytes.subarray(at, at + 65536);
    const head = (block.length << 3) | (at + 65536 >= bytes.length ? 1 : 0);
    parts.push(head & 255, (head >> 8) & 255, head >> 16, ...block);
  }
  return Uint8Array.from(parts);
}

const take = (files: Record<string, string | Uint8Array>) =>
  takeInventory(withDigests(createTextTree(files)), { extractors: [chiselExtractor] });

const example = manifest(
  { kind: "package", name: "base-files", version: "13ubuntu10", sha256: other, arch: "amd64" },
  { kind: "package", name: "libc6", version: "2.39-0ubuntu8", arch: "amd64" },
  { kind: "slice", name: "libc6_libs" },
  { kind: "path", path: "/etc/", mode: "0755", slices: ["base-files_base", "libc6_config"] },
  {
    kind: "path",
    path: "/etc/a",
    slices: ["libc6_config"],
    sha256: other,
    final_sha256: sha256OfEmpty,
  },
  { kind: "path", path: "/etc/b", slices: ["libc6_config", "libc6_libs"], sha256: other },
  { kind: "path", path: "/usr/l", slices: ["libc6_libs"], link: "/etc/a" },
  { kind: "path", path: "/etc/c", slices: ["absent_slice"] },
  { kind: "content", slice: "libc6_libs", path: "/usr/l" },
);

test("reads packages, whose paths are whose, and which were changed", async () => {
  const bom = await take({
    [place]: frameOf(example),
    "/etc/os-release": "ID=ubuntu\nVERSION_CODENAME=noble\n",
    "/etc/a": "",
    "/etc/b": "",
    "/etc/c": "",
    "/usr/l": "-> /etc/a",
    "/usr/share/doc/libc6/copyright": "Format: x\nLicense: LGPL-2.1+\n",
  });
  expect(bom.packages).toEqual([
    {
      id: "pkg:deb/ubuntu/base-files@13ubuntu10?arch=amd64&distro=noble",
      purl: "pkg:deb/ubuntu/base-files@13ubuntu10?arch=amd64&distro=noble",
      ecosystem: "deb",
      name: "base-files",
      version: "13ubuntu10",
      architecture: "amd64",
      presence: "installed",
      location: place,
      digests: [`sha256:${other}`],
      foundBy: "chisel",
    },
    expect.objectContaining({
      name: "libc6",
      licenses: ["LGPL-2.1+"],
      modifiedSinceInstall: [
        { path: "/etc/b", recorded: `sha256:${other}`, found: `sha256:${sha256OfEmpty}` },
      ],
    }),
  ]);
  expect(reasonOf(bom, "/etc")).toEqual({ kind: "owned", by: ["base-files", "libc6"] });
  expect(reasonOf(bom, "/usr/l")).toEqual({ kind: "owned", by: ["libc6"] });
  expect(reasonOf(bom, "/etc/c")).toEqual({ kind: "unowned" });
  expect(reasonOf(bom, place)).toEqual({ kind: "package-database", ecosystem: "deb" });
});

test("takes the same packages of two manifests once", async () => {
  const bom = await take({ [place]: frameOf(example), "/other/manifest.wall": frameOf(example) });
  expect(bom.packages.map(({ name }) => name)).toEqual(["base-files", "libc6"]);
});

test.skipIf(spawnSync("zstd", ["--version"]).status !== 0)(
  "reads what the zstd tool compressed",
  async () => {
    const { stdout } = spawnSync("zstd", ["-19", "-c"], { input: example });
    const bom = await take({ [place]: Uint8Array.from(stdout) });
    expect(bom.packages.map(({ name }) => name)).toEqual(["base-files", "libc6"]);
    expect(bom.problems).toEqual([]);
  },
);

test.each([
  ["CHISEL_MANIFEST_INVALID", frameOf("{}\n")],
  ["CHISEL_MANIFEST_INVALID", frameOf(example).subarray(0, 100)],
  ["CHISEL_MANIFEST_DAMAGED", frameOf(`${header}\nrubbish\n[1]\n{"kind":"package"}\n`)],
])("reports %s, and goes on", async (code, content) => {
  const bom = await take({ [place]: content });
  expect(bom.packages).toEqual([]);
  expect(bom.problems.map((problem) => problem.code)).toEqual([code]);
});

test("passes over members of other kinds, and names of prototypes", () => {
  const text = `${header}\r\n{"kind":"package","name":"__proto__","version":"1","arch":1,"sha256":"x"}\r\n{"kind":"path","path":"relative"}\r\n{"kind":"path","path":"/","slices":[1,"constructor_x"]}\r\n`;
  expect(parseChiselManifest(text)).toEqual({
    packages: [{ name: "__proto__", version: "1" }],
    paths: [{ path: "/", packages: ["constructor"] }],
    unreadable: 0,
  });
});

test("reads of any cut the lines that are whole", () => {
  const whole = parseChiselManifest(example);
  fc.assert(
    fc.property(fc.nat(example.length), (cut) => {
      const part = parseChiselManifest(example.slice(0, cut));
      if (cut < header.length) expect(part).toBeUndefined();
      expect(whole?.paths.slice(0, part?.paths.length)).toEqual(part?.paths ?? whole?.paths);
      expect(part?.unreadable ?? 0).toBeLessThanOrEqual(1);
    }),
  );
});
