import { readFileSync } from "node:fs";
import { isSbomError, parseSbom } from "@coppice/sbom";
import { expect, test } from "vitest";
import type { SbomEncoding, SbomFamily } from "../src/sbom-format.ts";
import { writtenEncodings } from "../src/written-encodings.ts";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");

test("exports what the documentation lists", async () => {
  expect(Object.keys(await import("@coppice/sbom")).sort()).toMatchInlineSnapshot(`
    [
      "SbomError",
      "bomOfDocument",
      "compareSboms",
      "componentIdentities",
      "convertSbom",
      "createSbomGraph",
      "defaultSbomLimits",
      "defaultSbomStreamLimits",
      "dependenciesOf",
      "dependencyKinds",
      "dependentsOf",
      "detectSbom",
      "documentOfBom",
      "filterSbom",
      "findCycles",
      "findDuplicateKeys",
      "findRoots",
      "isJsonObject",
      "isSbomError",
      "locateJsonPointers",
      "mapReferences",
      "measureDepths",
      "mergeSboms",
      "parseJsonText",
      "parseSbom",
      "pathsTo",
      "reachableFrom",
      "readSbom",
      "renderSbom",
      "sbomComponentTypes",
      "sbomProfiles",
      "scoreSbom",
      "sortTopologically",
      "streamSbom",
      "validateSbom",
      "visitReferences",
    ]
  `);
});

test("the README names every function that is exported", async () => {
  const missing = Object.keys(await import("@coppice/sbom")).filter(
    (name) => !readme.includes(`\`${name}`),
  );
  expect(missing).toEqual([]);
});

test("the README's table of formats says what the code does", () => {
  const encodings: readonly SbomEncoding[] = [
    "json",
    "xml",
    "protobuf",
    "textproto",
    "tag-value",
    "yaml",
    "rdf",
  ];
  const rows = [
    ...readme.matchAll(/^\| (CycloneDX|SPDX|Syft) ?(\S*?),? .*?\| (.*?) +\| (.*?) +\|$/gm),
  ].filter(([row]) => row.split("|").length === 5);
  expect(rows).toHaveLength(6);
  for (const [, name = "", versions = "", read = "", written = ""] of rows) {
    const family = name.toLowerCase() as SbomFamily;
    const version = versions.split("–")[0] ?? "";
    expect(written.split(", ")).toEqual(writtenEncodings({ family, version }));
    const refused = encodings.filter((encoding) => isRefused(family, encoding));
    expect(
      read.split(", ").filter((encoding) => refused.some((other) => other === encoding)),
    ).toEqual([]);
  }
});

function isRefused(family: SbomFamily, encoding: SbomEncoding): boolean {
  try {
    const input = encoding === "protobuf" ? new Uint8Array([8]) : " ";
    parseSbom(input, { format: { family, encoding } });
    return false;
  } catch (error) {
    return isSbomError(error) && error.code === "ENCODING_UNSUPPORTED";
  }
}
