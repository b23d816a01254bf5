import { isCoppiceError } from "@coppice/types";
import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
} from "../../../packages/sbom/src/json/json-value.ts";
import { readSpdxTagValue } from "../../../packages/sbom/src/spdx2/encodings/tag-value/read-spdx-tag-value.ts";
import { renderSpdxTagValue } from "../../../packages/sbom/src/spdx2/encodings/tag-value/render-spdx-tag-value.ts";
import { readSpdx3JsonLd } from "../../../packages/sbom/src/spdx3/encodings/read-spdx3-json-ld.ts";
import { canonicalSpdx2, differences } from "../../../packages/sbom/test/spdx2-canonical.ts";
import {
  type CorpusDocument,
  countsEqual,
  countsOf,
  readCorpusText,
  readSpdx2Text,
  spdxDocuments,
} from "../../../packages/sbom/test/spdx2-corpus.ts";
import { twins } from "../../../packages/sbom/test/spdx2-twins.ts";
import type { Row } from "../evaluation.ts";

const encodings = ["spdx-tag-value", "spdx-yaml", "spdx-xml", "spdx-rdf-xml"];

/**
 * Reads every SPDX document of the corpus in its encoding, compares its counts with those of the manifest and documents
 * that it has in several encodings with each other, and writes them as tag-value and back.
 */
export async function* spdxEncodings(corpus: string): AsyncIterable<Row> {
  const documents = spdxDocuments(corpus);
  const formatOf = new Map(documents.map(({ path, format }) => [path, format]));
  for (const format of encodings) {
    yield readRow(
      corpus,
      format,
      documents.filter((document) => document.format === format),
    );
  }
  yield jsonRow(
    corpus,
    documents.filter(
      ({ format, schemaCheck }) => format === "spdx-json" && schemaCheck === "valid",
    ),
  );
  for (const { name, first, others, known } of twins) {
    if (![first, ...others].every((path) => formatOf.has(path))) continue;
    const read = (path: string): JsonObject =>
      canonicalSpdx2(
        readSpdx2Text(formatOf.get(path) ?? "", readCorpusText(corpus, path)).document,
      );
    const found = others.map((path) => differences(read(first), read(path)));
    const unexplained = found
      .flat()
      .filter((pointer) => !known.some((difference) => pointer.startsWith(difference.pointer)));
    yield {
      name: `twins: ${name}`,
      values: {
        documents: others.length + 1,
        "said differently in the files": found.flat().length - unexplained.length,
        "read differently": unexplained.length,
      },
      passed: unexplained.length === 0,
    };
  }
  yield spdx3Row(
    corpus,
    documents.filter(({ format }) => format === "spdx3-jsonld"),
  );
}

function readRow(corpus: string, name: string, documents: readonly CorpusDocument[]): Row {
  let [read, equal, back, problems] = [0, 0, 0, 0];
  for (const { path, format, counts } of documents) {
    const result = attempt(() => readSpdx2Text(format, readCorpusText(corpus, path)));
    if (result === undefined) continue;
    read += 1;
    problems += result.problems.length;
    if (countsEqual(counts, countsOf(result.document))) equal += 1;
    const again = renderSpdxTagValue(result.document);
    if (saysAll(result.document, again)) back += 1;
  }
  return {
    name,
    values: {
      documents: documents.length,
      read,
      "counts equal": `${equal}/${documents.length}`,
      "through tag-value and back": back,
      problems,
    },
    passed: [read, equal, back].every((count) => count === documents.length),
  };
}

function jsonRow(corpus: string, documents: readonly CorpusDocument[]): Row {
  let [read, equal, back, losses] = [0, 0, 0, 0];
  for (const { path, format, counts } of documents) {
    const result = attempt(() => readSpdx2Text(format, readCorpusText(corpus, path)));
    if (result === undefined) continue;
    read += 1;
    if (countsEqual(counts, countsOf(result.document))) equal += 1;
    const again = renderSpdxTagValue(result.document);
    losses += again.losses.length;
    if (saysAll(result.document, again)) back += 1;
  }
  return {
    name: "spdx-json, valid ones",
    values: {
      documents: documents.length,
      read,
      "counts equal": `${equal}/${documents.length}`,
      "through tag-value and back": back,
      losses,
    },
    passed: [read, equal, back].every((count) => count === documents.length),
  };
}

/** Whether tag-value reads back as `document`, except for what is noted as a loss. */
function saysAll(
  document: JsonObject,
  { text, losses }: ReturnType<typeof renderSpdxTagValue>,
): boolean {
  const back = attempt(() => readSpdxTagValue(text).document);
  if (back === undefined) return false;
  const pointers = losses.map(({ pointer }) => pointer);
  const before = canonicalSpdx2(without(document, pointers));
  // What is written in another way stands in both.
  const after = canonicalSpdx2(
    without(
      back,
      pointers.filter((pointer) => has(document, pointer) && has(back, pointer)),
    ),
  );
  return differences(before, after).length === 0;
}

function without(document: JsonObject, pointers: readonly string[]): JsonObject {
  const copy: JsonValue = JSON.parse(JSON.stringify(document));
  for (const pointer of pointers) {
    const parts = partsOf(pointer);
    const last = parts.pop() ?? "";
    const owner = parts.reduce<unknown>(memberOf, copy);
    if (typeof owner === "object" && owner !== null) Reflect.set(owner, last, undefined);
  }
  const clean: JsonValue = JSON.parse(JSON.stringify(copy));
  return isJsonObject(clean) ? clean : {};
}

function has(document: JsonObject, pointer: string): boolean {
  return partsOf(pointer).reduce<unknown>(memberOf, document) !== undefined;
}

function memberOf(owner: unknown, name: string): unknown {
  return typeof owner === "object" && owner !== null ? Reflect.get(owner, name) : undefined;
}

function partsOf(pointer: string): string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}

function spdx3Row(corpus: string, documents: readonly CorpusDocument[]): Row {
  let [read, counted, equal, problems] = [0, 0, 0, 0];
  for (const { path, counts } of documents) {
    const value: JsonValue = JSON.parse(readCorpusText(corpus, path));
    const result = attempt(() => readSpdx3JsonLd(isJsonObject(value) ? value : {}));
    if (result === undefined) continue;
    read += 1;
    problems += result.problems.length;
    // The manifest counts what stands in a graph.
    if (!("@graph" in result.document)) continue;
    counted += 1;
    const types = [...result.elements.values()].map(({ type }) => String(type));
    const count = (ending: string): number => types.filter((type) => type.endsWith(ending)).length;
    const found = [count("Package"), count("_File"), count("Relationship")];
    // The manifest counts objects; those that share a name are one element, which is said.
    const missing = found.reduce((sum, number, index) => sum + (counts[index] ?? 0) - number, 0);
    const repeated = result.problems.filter(({ code }) => code === "ELEMENT_REPEATED").length;
    if (found.every((number, index) => number <= (counts[index] ?? 0)) && missing === repeated) {
      equal += 1;
    }
  }
  return {
    name: "spdx3-jsonld",
    values: { documents: documents.length, read, "counts equal": `${equal}/${counted}`, problems },
    passed: read === documents.length && equal === counted,
  };
}

/** The value of `action`, or nothing where it refuses the document. */
function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    if (isCoppiceError(error)) return undefined;
    throw error;
  }
}
