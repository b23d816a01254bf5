import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { isInventoryError, parseElfSections } from "@coppice/inventory";
import fc from "fast-check";
import { expect, test } from "vitest";
import { renderElf } from "./render-elf.ts";

const parse = (file: Uint8Array) =>
  parseElfSections(async ({ start, end }) => file.subarray(start, Math.min(end, file.length)));

const programs = ["/usr/bin", "/usr/lib/x86_64-linux-gnu"].filter(existsSync).flatMap((folder) =>
  readdirSync(folder)
    .map((name) => `${folder}/${name}`)
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile())
    .filter((path) => readFileSync(path).subarray(1, 4).toString() === "ELF")
    .slice(0, 30),
);

test.skipIf(spawnSync("readelf", ["--version"]).status !== 0 || programs.length === 0)(
  "gives the sections that readelf gives, of this machine's programs",
  async () => {
    for (const path of programs) {
      const { stdout } = spawnSync("readelf", ["-SW", path], { encoding: "utf8" });
      const expected = [...stdout.matchAll(/^ {2}\[ *\d+\] (.*)$/gm)].flatMap(([, line = ""]) => {
        const [name, type, address, offset, size] = line.trim().split(/\s+/);
        if (type === undefined || size === undefined || name === "NULL") return [];
        const bytes = type === "NOBITS" ? 0 : Number.parseInt(size, 16);
        return [
          [name, Number.parseInt(address ?? "", 16), Number.parseInt(offset ?? "", 16), bytes],
        ];
      });
      const sections = await parse(readFileSync(path));
      expect(
        sections.map(({ name, address, offset, size }) => [name, address, offset, size]),
      ).toEqual(expected);
    }
  },
);

test("gives none of an object that was stripped of them", async () => {
  expect(await parse(renderElf({ bits: 64, order: "little" }))).toEqual([]);
});

test("refuses a table that gives very many sections one long name", async () => {
  const [sections, nameBytes] = [1000, 8192];
  const file = new Uint8Array(64 + sections * 64 + nameBytes);
  file.set(renderElf({ bits: 64, order: "little" }).subarray(0, 64));
  const view = new DataView(file.buffer);
  view.setBigUint64(40, 64n, true);
  view.setUint16(58, 64, true);
  view.setUint16(60, sections, true);
  view.setUint16(62, 1, true);
  view.setBigUint64(64 + 64 + 24, BigInt(64 + sections * 64), true);
  view.setBigUint64(64 + 64 + 32, BigInt(nameBytes), true);
  file.fill(0x61, 64 + sections * 64);
  await expect(parse(file)).rejects.toThrow(/the names of its sections are too long/);
});

test("gives an answer or a code, whatever the bytes of an object and its table are", async () => {
  const file = new Uint8Array(64 + 3 * 64 + 32);
  file.set(renderElf({ bits: 64, order: "little" }).subarray(0, 64));
  const view = new DataView(file.buffer);
  view.setBigUint64(40, 64n, true);
  view.setUint16(58, 64, true);
  view.setUint16(60, 3, true);
  view.setUint16(62, 1, true);
  view.setBigUint64(64 + 64 + 24, 256n, true);
  view.setBigUint64(64 + 64 + 32, 32n, true);
  file.set(new TextEncoder().encode("\0.shstrtab\0.note"), 256);
  view.setUint32(64 + 64, 1, true);
  view.setUint32(64 + 128, 11, true);
  expect((await parse(file)).map(({ name }) => name)).toEqual([".shstrtab", ".note"]);
  const change = fc.record({ at: fc.nat(file.length - 1), to: fc.nat(255) });
  await fc.assert(
    fc.asyncProperty(
      fc.array(change, { maxLength: 4 }),
      fc.nat(file.length),
      async (changes, length) => {
        const forged = file.slice(0, length);
        for (const { at, to } of changes) if (at < length) forged[at] = to;
        const end = await parse(forged).then(
          (sections) => Array.isArray(sections),
          (error: unknown) => isInventoryError(error) && error.code === "ELF_INVALID",
        );
        expect(end).toBe(true);
      },
    ),
  );
});
