import { fileFormat } from "@coppice/inventory";
import { expect, test } from "vitest";

test.each([
  [[0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0], "elf"],
  [[0x23, 0x21, 0x2f], "script"],
  [[0x4d, 0x5a], "pe"],
  [[0x50, 0x4b, 3, 4], "zip"],
  [[0x50, 0x4b, 5, 6], "zip"],
  [[0x1f, 0x8b, 8], "gzip"],
  [[0x28, 0xb5, 0x2f, 0xfd], "zstd"],
  [[0xcf, 0xfa, 0xed, 0xfe], "mach-o"],
  [[0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 2], "mach-o"],
  [[0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 61], "java-class"],
  [[...new TextEncoder().encode("SQLite f")], "sqlite"],
  [[0x7f, 0x45, 0x4c], undefined],
  [[], undefined],
] as const)("takes %j for %s", (bytes, format) => {
  expect(fileFormat(Uint8Array.from(bytes))).toBe(format);
});
