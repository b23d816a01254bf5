import { isCoppiceError } from "@coppice/types";
import { readCycloneDxProtobuf } from "../../../packages/sbom/src/cyclonedx/protobuf/read-cyclone-dx-protobuf.ts";
import { renderCycloneDxProtobuf } from "../../../packages/sbom/src/cyclonedx/protobuf/render-cyclone-dx-protobuf.ts";
import type { NativeCycloneDx } from "../../../packages/sbom/src/cyclonedx/xml/native-cyclone-dx.ts";
import { readCycloneDxXmlText } from "../../../packages/sbom/src/cyclonedx/xml/read-cyclone-dx-xml.ts";
import { renderCycloneDxXml } from "../../../packages/sbom/src/cyclonedx/xml/render-cyclone-dx-xml.ts";
import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
} from "../../../packages/sbom/src/json/json-value.ts";
import {
  type CorpusDocument,
  cycloneDxDocuments,
  readDocument,
  twinsOf,
} from "../../../packages/sbom/test/cyclonedx-corpus.ts";
import { differences, type Encoding } from "../../../packages/sbom/test/cyclonedx-differences.ts";
import { unexplained } from "../../../packages/sbom/test/cyclonedx-twins.ts";
import type { Row } from "../evaluation.ts";

/**
 * Reads every CycloneDX document of the corpus in XML and the text format of protocol buffers, compares official files with
 * the JSON of the same name, and writes every document in every encoding that its version has and reads it back.
 */
export async function* cycloneDxEncodings(corpus: string): AsyncIterable<Row> {
  const documents = cycloneDxDocuments(corpus);
  for (const encoding of ["xml", "textproto"] as const) {
    const own = documents.filter((document) => document.encoding === encoding);
    for (const version of new Set(own.map((document) => document.version))) {
      yield readRow(corpus, documents, encoding, version);
    }
  }
  const json = documents.filter(({ encoding }) => encoding === "json");
  for (const version of new Set(json.map((document) => document.version))) {
    for (const encoding of ["xml", "protobuf"] as const) {
      if (encoding === "protobuf" && version < "1.3") continue;
      const own = json.filter((document) => document.version === version);
      yield jsonRow(corpus, own, encoding, version);
    }
  }
}

function readRow(
  corpus: string,
  all: readonly CorpusDocument[],
  encoding: "xml" | "textproto",
  version: string,
): Row {
  const documents = all.filter(
    (document) => document.encoding === encoding && document.version === version,
  );
  let readable = 0;
  let components = 0;
  let equal = 0;
  const refused = new Set<string>();
  const valid = documents.filter(({ expected, schemaCheck }) =>
    encoding === "xml" ? schemaCheck === "valid" : expected === "valid",
  );
  for (const document of documents) {
    const native = readOrRefuse(corpus, document);
    if (native === undefined || native.problems.length > 0) refused.add(document.path);
    if (native === undefined) continue;
    readable += 1;
    if (countComponents(native.document) === document.components) components += 1;
    const back = encoding === "xml" ? throughXml(native) : throughProtobuf(native);
    if (
      back.lost.length === 0 &&
      differences(native.document, back.document, back.encoding, native.version).length === 0
    ) {
      equal += 1;
    }
  }
  const twins = twinsOf(all).filter(([document]) => documents.includes(document));
  const differing = twins.map(([document, twin]) => {
    const native = readDocument(corpus, document);
    const other = readDocument(corpus, twin).document;
    const name = encoding === "xml" ? "xml" : "protobuf";
    const pointers = differences(native.document, other, name, native.version);
    return { pointers, odd: unexplained(document.path, native.version, pointers) };
  });
  const twinsEqual = differing.filter(({ pointers }) => pointers.length === 0).length;
  const odd = differing.filter(({ odd }) => odd.length > 0).length;
  const validRead = valid.filter(({ path }) => !refused.has(path)).length;
  const invalid = documents.filter(({ expected }) => expected.startsWith("invalid"));
  const invalidRefused = invalid.filter(({ path }) => refused.has(path)).length;
  return {
    name: `cyclonedx ${encoding} ${version}`,
    values: {
      documents: documents.length,
      read: readable,
      "valid, read without a problem": `${validRead}/${valid.length}`,
      "components as counted": encoding === "xml" ? `${components}/${readable}` : "",
      "written and read back alike": `${equal}/${readable}`,
      "like the JSON of that name": `${twinsEqual}/${twins.length}`,
      "said differently in the files": twins.length - twinsEqual - odd,
      "read differently": odd,
      "invalid, refused or reported": `${invalidRefused}/${invalid.length}`,
    },
    passed:
      validRead === valid.length &&
      equal === readable &&
      odd === 0 &&
      // What XML's schemas forbid beyond that is the validator's to say.
      (encoding === "xml" || invalidRefused === invalid.length),
  };
}

function jsonRow(
  corpus: string,
  documents: readonly CorpusDocument[],
  encoding: Encoding,
  version: string,
): Row {
  let equal = 0;
  let reported = 0;
  let silent = 0;
  for (const document of documents) {
    const native = readOrRefuse(corpus, document);
    if (native === undefined) continue;
    const back = encoding === "xml" ? throughXml(native) : throughProtobuf(native);
    const pointers = differences(native.document, back.document, encoding, version);
    const unsaid = pointers.filter(
      (pointer) => !back.lost.some((lost) => pointer.startsWith(lost)),
    );
    if (unsaid.length > 0) silent += 1;
    else if (pointers.length > 0) reported += 1;
    else equal += 1;
  }
  return {
    name: `cyclonedx json ${version} to ${encoding}`,
    values: {
      documents: documents.length,
      "written and read back alike": equal,
      "alike but for reported losses": reported,
      "changed silently": silent,
    },
    passed: silent === 0,
  };
}

function readOrRefuse(corpus: string, document: CorpusDocument): NativeCycloneDx | undefined {
  try {
    return readDocument(corpus, document);
  } catch (error) {
    if (isCoppiceError(error) || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** What came back of a document, and what was reported as lost. */
interface Back {
  readonly document: JsonObject;
  readonly lost: readonly string[];
  readonly encoding: Encoding;
}

function throughXml({ document, version }: NativeCycloneDx): Back {
  const { text, losses } = renderCycloneDxXml(document, version);
  const back = readCycloneDxXmlText(text).document;
  return { document: back, lost: losses.map(({ pointer }) => pointer), encoding: "xml" };
}

function throughProtobuf({ document, version }: NativeCycloneDx): Back {
  const { bytes, losses } = renderCycloneDxProtobuf(document, version);
  const back = readCycloneDxProtobuf(bytes).document;
  return { document: back, lost: losses.map(({ pointer }) => pointer), encoding: "protobuf" };
}

const lists: ReadonlySet<string> = new Set(["components", "ancestors", "descendants", "variants"]);

/** Components anywhere in a document, as the manifest counts their elements. */
function countComponents(document: JsonObject): number {
  let count = 0;
  const pending: JsonValue[] = [document];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (Array.isArray(next)) for (const item of next) pending.push(item);
    else if (isJsonObject(next)) {
      for (const [name, value] of Object.entries(next)) {
        if (value === undefined || name === "$xml") continue;
        if (name === "component") count += 1;
        if (lists.has(name) && Array.isArray(value)) count += value.length;
        pending.push(value);
      }
    }
  }
  return count;
}
