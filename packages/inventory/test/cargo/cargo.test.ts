import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import { cargoExtractor } from "@coppice/inventory";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseAuditData } from "../../src/cargo/parse-audit-data.ts";
import { forgeries } from "../binary/forge.ts";
import { firstOffset, renderElfSections, renderMachO, renderPe } from "../binary/render-object.ts";
import { reasonOf, takeInventory } from "../take-inventory.ts";

/** As cargo-auditable writes it: places of the list are what dependencies name; `runtime` and `false` are left out. */
const list = {
  packages: [
    { name: "anyhow", version: "1.0.86", source: "crates.io" },
    { name: "app", version: "0.1.0", source: "local", dependencies: [0, 2, 3, 2], root: true },
    { name: "cc", version: "1.1.0", source: "crates.io", kind: "build", dependencies: [0] },
    { name: "demo-git", version: "2.0.0", source: "git", dependencies: [0, 9, "0", -1] },
  ],
};
const bytes = (value: unknown) => new Uint8Array(deflateSync(JSON.stringify(value)));
const section = { name: ".dep-v0", bytes: bytes(list) };
const format = { bits: 64, order: "little" } as const;
const read = (files: Readonly<Record<string, string | Uint8Array>>) =>
  takeInventory(files, { extractors: [cargoExtractor] });

test.each([
  ["ELF", renderElfSections([{ name: ".text", bytes: Uint8Array.of(1) }, section], format)],
  ["PE", renderPe([{ name: ".text", bytes: Uint8Array.of(1) }, section], format)],
  ["Mach-O", renderMachO([{ name: "__text", bytes: Uint8Array.of(1) }, section], format)],
])("finds the crates in a program (%s), without those that only built it", async (_, { file }) => {
  const bom = await read({ "/app": file });
  expect(bom.problems).toEqual([]);
  expect(bom.packages.map(({ purl, foundAt }) => [purl, foundAt?.offset])).toEqual([
    ["pkg:cargo/anyhow@1.0.86", firstOffset + 16],
    ["pkg:cargo/app@0.1.0", firstOffset + 16],
    ["pkg:cargo/demo-git@2.0.0", firstOffset + 16],
  ]);
  expect(bom.dependencies.map(({ from, requirement }) => [from, requirement])).toEqual([
    ["pkg:cargo/app@0.1.0", "anyhow@1.0.86"],
    ["pkg:cargo/app@0.1.0", "demo-git@2.0.0"],
    ["pkg:cargo/demo-git@2.0.0", "anyhow@1.0.86"],
  ]);
  expect(reasonOf(bom, "/app")).toEqual({ kind: "owned", by: ["anyhow", "app", "demo-git"] });
});

test.each([
  ["no list", bytes({ packages: 1 })],
  ["no name", bytes({ packages: [{ version: "1" }] })],
  ["no JSON", new Uint8Array(deflateSync("{"))],
  ["no zlib", Uint8Array.of(1, 2, 3)],
  ["9 MiB of zeros", new Uint8Array(deflateSync(new Uint8Array(9 << 20)))],
])("says that the list is damaged: %s", async (_, content) => {
  const { file } = renderElfSections([{ name: ".dep-v0", bytes: content }], format);
  const bom = await read({ "/app": file });
  expect(bom.packages).toEqual([]);
  expect(bom.problems).toMatchObject([
    { code: "CARGO_AUDIT_DATA_INVALID", path: "/app", offset: firstOffset },
  ]);
});

test("takes names like __proto__ as they are", () => {
  const text = '{"__proto__":{"packages":[]},"packages":[{"name":"__proto__","version":"1"}]}';
  expect(parseAuditData(new TextEncoder().encode(text))).toEqual([
    { name: "__proto__", version: "1", isBuild: false, isRoot: false, dependencies: [] },
  ]);
});

test("gives packages or problems of any program, and does not fail", async () => {
  const { file } = renderElfSections([section], format);
  await fc.assert(
    fc.asyncProperty(forgeries(file), async (forged) => {
      const { problems } = await read({ "/app": forged });
      expect(problems.map(({ code }) => code)).not.toContain("EXTRACTOR_FAILED");
    }),
    { numRuns: 100 },
  );
});

const program = "/usr/bin/true";
const hasObjcopy = spawnSync("objcopy", ["--version"]).status === 0 && existsSync(program);

describe.skipIf(!hasObjcopy)("with objcopy", () => {
  test("finds the section that it puts into a program of this machine", async () => {
    const folder = mkdtempSync(join(tmpdir(), "coppice-cargo-"));
    try {
      writeFileSync(join(folder, "list"), section.bytes);
      const options = [`--add-section=.dep-v0=${join(folder, "list")}`, program];
      execFileSync("objcopy", [...options, join(folder, "app")]);
      const bom = await read({ "/app": readFileSync(join(folder, "app")) });
      expect(bom.packages.map(({ name }) => name)).toEqual(["anyhow", "app", "demo-git"]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
