import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { isElf, isInventoryError, parseElf } from "@coppice/inventory";
import type { ElfFacts } from "@coppice/types";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { renderElf } from "./render-elf.ts";

const parse = (file: Uint8Array) =>
  parseElf(async ({ start, end }) => file.subarray(start, Math.min(end, file.length)));
const codeOf = (file: Uint8Array) =>
  parse(file).then(
    () => "none",
    (error: unknown) => (isInventoryError(error) ? error.code : error),
  );

describe.each([
  { bits: 32, order: "little" },
  { bits: 32, order: "big" },
  { bits: 64, order: "little" },
  { bits: 64, order: "big" },
] as const)("an ELF object of $bits bits, $order end first", (format) => {
  const file = renderElf({
    ...format,
    interpreter: "/lib/ld.so.1",
    strings: [
      [1, "libc.so.6"],
      [14, "libé.so.1"],
      [15, "/old:/older"],
      [29, "$ORIGIN/../lib"],
      [1, "libm.so.6"],
    ],
  });

  test("gives all that the dynamic linker reads", async () => {
    expect(await parse(file)).toEqual({
      bits: format.bits,
      machine: 8,
      type: "shared",
      interpreter: "/lib/ld.so.1",
      needed: ["libc.so.6", "libm.so.6"],
      soname: "libé.so.1",
      rpath: ["/old", "/older"],
      runpath: ["$ORIGIN/../lib"],
    });
  });

  test("is refused with a code where it is cut", async () => {
    for (let length = 4; length < file.length; length++) {
      expect(await codeOf(file.subarray(0, length)), `${length} bytes`).toBe("ELF_INVALID");
    }
  });

  test("gives an answer or a code, whatever its bytes are", async () => {
    const change = fc.record({ at: fc.nat(file.length - 1), to: fc.nat(255) });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), async (changes) => {
        const forged = file.slice();
        for (const { at, to } of changes) forged[at] = to;
        expect(["none", "ELF_INVALID"]).toContain(await codeOf(forged));
      }),
      { numRuns: 300 },
    );
  });
});

test("reads no more than it must of a large object", async () => {
  const file = renderElf({ bits: 64, order: "little", strings: [[1, "libc.so.6"]] });
  let bytes = 0;
  await parseElf(async ({ start, end }) => {
    bytes += end - start;
    return file.subarray(start, end);
  });
  expect(bytes).toBeLessThan(8192);
});

test("refuses program headers of another size than the kernel takes, without reading them", async () => {
  const file = renderElf({ bits: 64, order: "little" });
  new DataView(file.buffer).setUint16(54, 0xffff, true);
  new DataView(file.buffer).setUint16(56, 0xffff, true);
  let longest = 0;
  const parsing = parseElf(async ({ start, end }) => {
    longest = Math.max(longest, end - start);
    return file.subarray(start, end);
  });
  await expect(parsing).rejects.toMatchObject({ code: "ELF_INVALID" });
  expect(longest).toBeLessThan(1024);
});

test("stops where one long string is named over and over", async () => {
  const strings = Array.from({ length: 2000 }, () => [1, ""] as const);
  const file = renderElf({
    bits: 64,
    order: "little",
    strings: [[1, "x".repeat(4000)], ...strings],
  });
  const view = new DataView(file.buffer);
  for (let at = 64 + 3 * 56; view.getBigUint64(at, true) === 1n; at += 16) {
    view.setBigUint64(at + 8, 2n, true);
  }
  expect(await codeOf(file)).toBe("ELF_INVALID");
});

test("refuses what does not begin as an ELF object", async () => {
  expect(await codeOf(new Uint8Array(64))).toBe("ELF_INVALID");
});

test("stops where forged strings would make it read over and over", async () => {
  const names = Array.from({ length: 400 }, () => [1, "x".repeat(5000)] as const);
  const file = renderElf({ bits: 64, order: "little", strings: names });
  expect(await codeOf(file)).toBe("ELF_INVALID");
});

const folder = "/usr/lib/x86_64-linux-gnu";
const hasReadelf = spawnSync("readelf", ["--version"]).status === 0 && existsSync(folder);

test.skipIf(!hasReadelf)(
  "agrees with readelf on programs and libraries of this machine",
  async () => {
    const libraries = readdirSync(folder).filter((name) => name.includes(".so"));
    const sample = [
      ...libraries.filter((_, index) => index % 20 === 0).map((name) => `${folder}/${name}`),
      ...["bash", "ls", "perl", "ssh", "git"].map((name) => `/usr/bin/${name}`),
    ];
    const files = sample
      .filter((path) => existsSync(path))
      .map((path) => realpathSync(path))
      .filter((path) => isElf(readFileSync(path).subarray(0, 4)));
    expect(files.length).toBeGreaterThan(5);
    for (const path of files) {
      expect(await parse(readFileSync(path)), path).toEqual(readelf(path));
    }
  },
);

function readelf(path: string): ElfFacts {
  const { stdout } = spawnSync("readelf", ["-W", "-h", "-l", "-d", path], { encoding: "utf8" });
  const all = (pattern: RegExp) => [...stdout.matchAll(pattern)].map((match) => match[1] ?? "");
  const [type] = all(/Type:\s+(\w+)/g);
  const [interpreter] = all(/program interpreter: (.+)\]/g);
  const [soname] = all(/Library soname: \[(.+)\]/g);
  const [rpath] = all(/Library rpath: \[(.+)\]/g);
  const [runpath] = all(/Library runpath: \[(.+)\]/g);
  return {
    bits: stdout.includes("ELF64") ? 64 : 32,
    machine: stdout.includes("X86-64") ? 62 : -1,
    type: type === "EXEC" ? "executable" : type === "DYN" ? "shared" : "relocatable",
    ...(interpreter && { interpreter }),
    needed: all(/Shared library: \[(.+)\]/g),
    ...(soname && { soname }),
    ...(rpath && { rpath: rpath.split(":") }),
    ...(runpath && { runpath: runpath.split(":") }),
  };
}
