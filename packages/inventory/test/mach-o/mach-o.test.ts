import { isInventoryError } from "@coppice/inventory";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseMachO } from "../../src/mach-o/parse-mach-o.ts";
import { forgeries } from "../binary/forge.ts";
import { baseAddress, firstOffset, renderMachO } from "../binary/render-object.ts";

const parse = (file: Uint8Array) =>
  parseMachO(async ({ start, end }) => file.subarray(start, Math.min(end, file.length)));
const sections = [
  { name: "__go_buildinfo", bytes: Uint8Array.of(1, 2, 3) },
  { name: "__sixteen_letters", bytes: Uint8Array.of(4) },
];

/** The header of `<mach-o/fat.h>`, which is big-endian, before one program. */
function universal(program: Uint8Array, count = 1): Uint8Array {
  const file = new Uint8Array(64 + program.length);
  const view = new DataView(file.buffer);
  view.setUint32(0, 0xcafebabe);
  view.setUint32(4, count);
  view.setUint32(16, 64);
  view.setUint32(20, program.length);
  file.set(program, 64);
  return file;
}

describe.each([
  { bits: 32, order: "little" },
  { bits: 32, order: "big" },
  { bits: 64, order: "little" },
  { bits: 64, order: "big" },
] as const)("a program of $bits bits, $order end first", (format) => {
  const { file } = renderMachO(sections, format);
  const expected = [
    { name: "__go_buildinfo", address: baseAddress + firstOffset, offset: firstOffset, size: 3 },
    {
      name: "__sixteen_letter",
      address: baseAddress + firstOffset + 16,
      offset: firstOffset + 16,
      size: 1,
    },
  ];

  test("gives its sections, alone or in a universal file", async () => {
    expect(await parse(file)).toEqual(expected);
    expect(await parse(universal(file))).toEqual(
      expected.map((own) => ({ ...own, offset: own.offset + 64 })),
    );
  });

  test("gives an answer or a code, whatever its bytes are", async () => {
    const headers = forgeries(file, 0, 0x180);
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          headers,
          headers.map((forged) => universal(forged)),
        ),
        async (forged) => {
          const code = await parse(forged).then(
            () => "none",
            (error: unknown) => (isInventoryError(error) ? error.code : error),
          );
          expect(["none", "CONTENT_INVALID"]).toContain(code);
        },
      ),
      { numRuns: 200 },
    );
  });
});

test.each([
  ["programs without number", universal(new Uint8Array(), 0xffff)],
  ["no program in a universal file", universal(new Uint8Array(64))],
  ["a header alone", Uint8Array.of(0xcf, 0xfa, 0xed, 0xfe)],
])("refuses %s", async (_, file) => {
  await expect(parse(file)).rejects.toMatchObject({ code: "CONTENT_INVALID" });
});

test("refuses load commands that are too long, and one that does not end", async () => {
  const { file } = renderMachO(sections, { bits: 64, order: "little" });
  const long = file.slice();
  new DataView(long.buffer).setUint32(20, 1 << 30, true);
  await expect(parse(long)).rejects.toMatchObject({ code: "CONTENT_INVALID" });
  const endless = file.slice();
  new DataView(endless.buffer).setUint32(36, 0, true);
  await expect(parse(endless)).rejects.toMatchObject({ code: "CONTENT_INVALID" });
});

test("gives what has no bytes in the file no size", async () => {
  const { file } = renderMachO(sections, { bits: 64, order: "little" });
  const flags = 32 + 24 + 72 + 64;
  new DataView(file.buffer).setUint32(flags, 1, true);
  expect((await parse(file)).map(({ size }) => size)).toEqual([0, 1]);
});
