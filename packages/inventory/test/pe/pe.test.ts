import { isInventoryError } from "@coppice/inventory";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parsePe } from "../../src/pe/parse-pe.ts";
import { parsePeVersion } from "../../src/pe/parse-pe-version.ts";
import { readPeVersion } from "../../src/pe/read-pe-version.ts";
import { forgeries } from "../binary/forge.ts";
import { baseAddress, firstOffset, renderPe } from "../binary/render-object.ts";
import { renderPeVersion, renderResources } from "./render-pe-version.ts";

const readOf =
  (file: Uint8Array) =>
  async ({ start, end }: { start: number; end: number }) =>
    file.subarray(start, Math.min(end, file.length));
const resource = renderPeVersion([13, 0, 3, 27908], {
  ProductVersion: "13.0.3+abc",
  InternalName: "Odd.dll",
  Comments: "",
});
const resources = { name: ".rsrc", bytes: renderResources(resource, firstOffset) };
const render = (bits: 32 | 64) => renderPe([resources], { bits }, new Map([[2, ".rsrc"]])).file;

test.each([32, 64] as const)(
  "reads sections, base and directories of a file of %i bits",
  async (bits) => {
    const image = await parsePe(readOf(render(bits)));
    expect(image?.base).toBe(baseAddress);
    expect(image?.sections).toEqual([
      { name: ".rsrc", address: firstOffset, offset: firstOffset, size: resources.bytes.length },
    ]);
    expect(image?.directories).toHaveLength(16);
    expect(image?.directories[2]?.address).toBe(firstOffset);
  },
);

test("reads the version, with where it stands", async () => {
  const read = readOf(render(64));
  const image = await parsePe(read);
  const version = image && (await readPeVersion(read, image));
  expect(version?.fileVersion).toBe("13.0.3.27908");
  expect(version?.offset).toBe(firstOffset + 112);
  expect([...(version?.strings ?? [])]).toEqual([
    ["ProductVersion", "13.0.3+abc"],
    ["InternalName", "Odd.dll"],
    ["Comments", ""],
  ]);
});

test.each([
  ["a program of DOS", new Uint8Array(100)],
  ["a short file", Uint8Array.of(0x4d, 0x5a)],
])("knows that %s is none", async (_, file) => {
  expect(await parsePe(readOf(file))).toBeUndefined();
});

test("has no version without resources, or in those of other kinds", async () => {
  const without = readOf(renderPe([resources], { bits: 64 }).file);
  const image = await parsePe(without);
  expect(image && (await readPeVersion(without, image))).toBeUndefined();
  const others = resources.bytes.slice();
  others[24] = 5;
  const file = renderPe([{ name: ".rsrc", bytes: others }], { bits: 64 }, new Map([[2, ".rsrc"]]));
  const read = readOf(file.file);
  const icons = await parsePe(read);
  expect(icons && (await readPeVersion(read, icons))).toBeUndefined();
});

test("refuses a header that is cut or of no known kind", async () => {
  const file = render(64);
  await expect(parsePe(readOf(file.subarray(0, 0x90)))).rejects.toMatchObject({
    code: "CONTENT_INVALID",
  });
  const odd = file.slice();
  odd[0x98] = 9;
  await expect(parsePe(readOf(odd))).rejects.toMatchObject({ code: "CONTENT_INVALID" });
});

test("gives an answer or a code, whatever the bytes are", async () => {
  await fc.assert(
    fc.asyncProperty(forgeries(render(64), 0x3c), async (forged) => {
      try {
        const read = readOf(forged);
        const image = await parsePe(read);
        if (image) await readPeVersion(read, image);
      } catch (error) {
        expect(isInventoryError(error) && error.code).toBe("CONTENT_INVALID");
      }
    }),
    { numRuns: 300 },
  );
});

test("reads a version resource or nothing from any bytes", () => {
  fc.assert(
    fc.property(fc.oneof(forgeries(resource), fc.uint8Array()), (bytes) => {
      const version = parsePeVersion(bytes);
      expect(version === undefined || /^\d+(\.\d+){3}$/.test(version.fileVersion)).toBe(true);
    }),
    { numRuns: 300 },
  );
});
