import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Problem } from "@coppice/types";
import { isJsonObject, type JsonObject, type JsonValue } from "../src/json/json-value.ts";
import { readSpdxRdf } from "../src/spdx2/encodings/rdf/read-spdx-rdf.ts";
import { readSpdxXml } from "../src/spdx2/encodings/read-spdx-xml.ts";
import { readSpdxYaml } from "../src/spdx2/encodings/read-spdx-yaml.ts";
import { type Spdx2Reading, spdx2Reading } from "../src/spdx2/encodings/spdx2-reading.ts";
import { readSpdxTagValue } from "../src/spdx2/encodings/tag-value/read-spdx-tag-value.ts";
import { parseXml } from "../src/xml/parse-xml.ts";

const home =
  process.env["COPPICE_CORPUS"] ??
  fileURLToPath(new URL("../../../../shared/data", import.meta.url));
const folder = join(home, "sbom");

/** The corpora of COPPICE_CORPUS; `undefined` where there is none of SBOMs. */
export const corpus: string | undefined = existsSync(join(folder, "manifest.tsv"))
  ? home
  : undefined;

/** A document of the corpus, as its manifest describes it. */
export interface CorpusDocument {
  readonly path: string;
  /** `spdx-json`, `spdx-tag-value`, … */
  readonly format: string;
  readonly schemaCheck: string;
  /** Packages, files and relationships that an independent counter found; of YAML it could only guess the packages. */
  readonly counts: readonly [packages: number | undefined, files: number, relations: number];
}

/** The documents of `home` whose format begins with `spdx`. */
export function spdxDocuments(home: string): readonly CorpusDocument[] {
  const [header = "", ...lines] = readFileSync(join(home, "sbom/manifest.tsv"), "utf8").split("\n");
  const names = header.split("\t");
  return lines.flatMap((line) => {
    const cells = line.split("\t");
    const cell = (name: string): string => cells[names.indexOf(name)] ?? "";
    if (!cell("format").startsWith("spdx")) return [];
    const counted = [cell("components"), cell("files"), cell("relations")].map(Number);
    const [packages = 0, files = 0, relations = 0] = counted;
    return [
      {
        path: cell("path"),
        format: cell("format"),
        schemaCheck: cell("schema_check"),
        counts: [cell("note").includes("approx") ? undefined : packages, files, relations],
      },
    ];
  });
}

/** The text of a file of the corpus, also where it is UTF-16. */
export function readCorpusText(home: string, path: string): string {
  const bytes = readFileSync(join(home, "sbom", path));
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : "utf-8";
  return new TextDecoder(encoding).decode(bytes);
}

/** Reads the text of an SPDX 2 document in the format that a manifest names. */
export function readSpdx2Text(format: string, text: string): Spdx2Reading {
  switch (format) {
    case "spdx-tag-value":
      return readSpdxTagValue(text);
    case "spdx-yaml":
      return readSpdxYaml(text);
    case "spdx-xml":
      return readSpdxXml(parseXml(text));
    case "spdx-rdf-xml":
      return readSpdxRdf(parseXml(text));
    default:
      return readJson(text);
  }
}

/** Whether `found` are the `counts` of a manifest. */
export function countsEqual(counts: CorpusDocument["counts"], found: readonly number[]): boolean {
  return counts.every((count, index) => count === undefined || count === found[index]);
}

/** Packages, files and relationships of a native form. */
export function countsOf({ packages, files, relationships }: JsonObject): readonly number[] {
  return [packages, files, relationships].map((list) => (Array.isArray(list) ? list.length : 0));
}

function readJson(text: string): Spdx2Reading {
  const value: JsonValue = JSON.parse(text);
  const problems: readonly Problem[] = [];
  return spdx2Reading(isJsonObject(value) ? value : {}, problems);
}
