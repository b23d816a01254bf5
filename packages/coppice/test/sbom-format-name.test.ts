import type { SbomEncoding, SbomFormat } from "@coppice/sbom";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  parseSbomFormatName,
  sbomFormatName,
  sbomFormatOfPath,
} from "../src/node/sbom-format-name.ts";

test("the name of a format means that format", () => {
  const encodings: readonly SbomEncoding[] = ["json", "xml", "protobuf", "tag-value", "yaml"];
  fc.assert(
    fc.property(
      fc.constantFrom("cyclonedx" as const, "spdx" as const),
      fc.stringMatching(/^[1-9]\.[0-9]{1,2}$/),
      fc.constantFrom(...encodings),
      (family, version, encoding) => {
        const format: SbomFormat = { family, version, encoding };
        expect(parseSbomFormatName(sbomFormatName(format))).toEqual(format);
      },
    ),
  );
});

test("a name may leave out encoding and version", () => {
  expect(parseSbomFormatName("spdx")).toEqual({ family: "spdx" });
  expect(parseSbomFormatName("spdx@2.3")).toEqual({ family: "spdx", version: "2.3" });
  expect(parseSbomFormatName("cyclonedx-xml")).toEqual({ family: "cyclonedx", encoding: "xml" });
});

test.each(["", "syft-json@16", "cyclonedx@", "spdx-docx", "spdx-", "spdx@2@3", "spdx-toString"])(
  "%j is no name of a format",
  (name) => {
    expect(parseSbomFormatName(name)).toBe(undefined);
  },
);

test("names of files tell their format", () => {
  expect(sbomFormatOfPath("out/shop.spdx")).toEqual({ family: "spdx", encoding: "tag-value" });
  expect(sbomFormatOfPath("shop.cdx.xml.gz")).toEqual({ family: "cyclonedx", encoding: "xml" });
  expect(sbomFormatOfPath("shop.spdx3.json")).toEqual({
    family: "spdx",
    version: "3.0.1",
    encoding: "json",
  });
  expect(sbomFormatOfPath("shop.json")).toBe(undefined);
});
