import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readCycloneDxTextProto } from "../src/cyclonedx/protobuf/read-cyclone-dx-text-proto.ts";
import type { NativeCycloneDx } from "../src/cyclonedx/xml/native-cyclone-dx.ts";
import { readCycloneDxXmlText } from "../src/cyclonedx/xml/read-cyclone-dx-xml.ts";
import { isJsonObject, type JsonObject } from "../src/json/json-value.ts";

const home =
  process.env["COPPICE_CORPUS"] ??
  fileURLToPath(new URL("../../../../shared/data", import.meta.url));

/** The corpora of COPPICE_CORPUS; `undefined` where there is none of SBOMs, which skips the tests that read them. */
export const corpus: string | undefined = existsSync(join(home, "sbom/manifest.tsv"))
  ? home
  : undefined;

if (corpus === undefined) process.stderr.write(`no corpus at ${home}: its tests are skipped\n`);

/** A CycloneDX document of the corpus, as its manifest describes it. */
export interface CorpusDocument {
  readonly path: string;
  readonly encoding: "json" | "xml" | "textproto";
  readonly version: string;
  readonly expected: string;
  readonly schemaCheck: string;
  /** Components that an independent counter found, as elements or objects; it did not look into every encoding. */
  readonly components: number;
}

/** The CycloneDX documents of a released version in the corpus at `folder`. */
export function cycloneDxDocuments(folder: string): readonly CorpusDocument[] {
  const text = readFileSync(join(folder, "sbom/manifest.tsv"), "utf8");
  const [header = "", ...lines] = text.split("\n");
  const names = header.split("\t");
  return lines.flatMap((line) => {
    const cells = line.split("\t");
    const cell = (name: string): string => cells[names.indexOf(name)] ?? "";
    const encoding = (["json", "xml", "textproto"] as const).find(
      (known) => cell("format") === `cyclonedx-${known}`,
    );
    const version = cell("version");
    if (encoding === undefined || version === "2.0-draft") return [];
    return [
      {
        path: cell("path"),
        encoding,
        version,
        expected: cell("expected"),
        schemaCheck: cell("schema_check"),
        components: Number(cell("components")),
      },
    ];
  });
}

/** The native form of a document of the corpus at `folder`. */
export function readDocument(
  folder: string,
  { path, encoding, version }: CorpusDocument,
): NativeCycloneDx {
  const text = readFileSync(join(folder, "sbom", path), "utf8").replace("\uFEFF", "");
  if (encoding === "xml") return readCycloneDxXmlText(text);
  if (encoding === "textproto") return readCycloneDxTextProto(text);
  const parsed: unknown = JSON.parse(text);
  if (!isJsonObject(parsed)) throw new Error(`${path} holds no object`);
  const { $schema, ...document }: JsonObject = parsed;
  return { version, document, problems: [] };
}

/** Official files and the JSON of the same name. */
export function twinsOf(
  documents: readonly CorpusDocument[],
): readonly (readonly [document: CorpusDocument, twin: CorpusDocument])[] {
  const byPath = new Map(documents.map((document) => [document.path, document]));
  return documents.flatMap((document) => {
    if (document.encoding === "json" || !document.path.includes("/valid-")) return [];
    const twin = byPath.get(document.path.replace(/\.(xml|textproto)$/, ".json"));
    return twin === undefined ? [] : [[document, twin] as const];
  });
}
