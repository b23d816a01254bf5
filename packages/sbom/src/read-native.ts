import type { Problem } from "@coppice/types";
import { readCycloneDxProtobuf } from "./cyclonedx/protobuf/read-cyclone-dx-protobuf.ts";
import { readCycloneDxTextProto } from "./cyclonedx/protobuf/read-cyclone-dx-text-proto.ts";
import { readCycloneDxXmlText } from "./cyclonedx/xml/read-cyclone-dx-xml.ts";
import { decodeText } from "./input/decode-text.ts";
import type { SbomContent } from "./input/sbom-content.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "./json/json-value.ts";
import { textOf } from "./json/members.ts";
import { parseJsonText } from "./json/parse-json-text.ts";
import { SbomError } from "./sbom-error.ts";
import type { SbomFamily, SbomFormat } from "./sbom-format.ts";
import type { SbomLimits } from "./sbom-limits.ts";
import { readSpdxRdf } from "./spdx2/encodings/rdf/read-spdx-rdf.ts";
import { readSpdxXml } from "./spdx2/encodings/read-spdx-xml.ts";
import { readSpdxYaml } from "./spdx2/encodings/read-spdx-yaml.ts";
import { spdx2Reading } from "./spdx2/encodings/spdx2-reading.ts";
import { readSpdxTagValue } from "./spdx2/encodings/tag-value/read-spdx-tag-value.ts";
import { readSpdx3JsonLd } from "./spdx3/encodings/read-spdx3-json-ld.ts";
import { parseXml } from "./xml/parse-xml.ts";

/** A document in the object that its format's official JSON Schema describes. */
export interface NativeDocument {
  readonly version: string;
  readonly document: JsonObject;
  readonly problems: readonly Problem[];
}

/**
 * Decodes a document of a known format to its native form.
 *
 * @throws An {@link SbomError} with the code of what is wrong with the encoding, `ENCODING_UNSUPPORTED` where the family is
 * not written so, or `DOCUMENT_INVALID` where JSON is no object.
 */
export function readNative(
  format: SbomFormat,
  content: SbomContent,
  limits: SbomLimits,
): NativeDocument {
  const { family, encoding } = format;
  const text = (): string => textOfContent(content);
  switch (encoding) {
    case "json": {
      const found: Problem[] = [];
      const value =
        content.kind === "value"
          ? content.value
          : parseJsonText(text(), limits, (problem) => found.push(problem));
      const { problems, ...read } = readJson(family, objectOf(value));
      return { ...read, problems: [...found, ...problems] };
    }
    case "xml":
      if (family === "cyclonedx") return readCycloneDxXmlText(text(), limits);
      if (family === "spdx") return readSpdxXml(parseXml(text(), limits));
      break;
    case "protobuf":
      if (family === "cyclonedx" && content.kind === "bytes") {
        return readCycloneDxProtobuf(content.bytes, limits);
      }
      break;
    case "textproto":
      if (family === "cyclonedx") return readCycloneDxTextProto(text(), limits);
      break;
    case "tag-value":
      if (family === "spdx") return readSpdxTagValue(text(), limits);
      break;
    case "yaml":
      if (family === "spdx") return readSpdxYaml(text(), limits);
      break;
    case "rdf":
      if (family === "spdx") return readSpdxRdf(parseXml(text(), limits));
      break;
  }
  throw new SbomError(
    "ENCODING_UNSUPPORTED",
    `${family} is not read from ${encoding}; give it in another encoding`,
  );
}

function textOfContent(content: SbomContent): string {
  switch (content.kind) {
    case "text":
      return content.text;
    case "bytes":
      return decodeText(content.bytes);
    case "value":
      return JSON.stringify(content.value);
  }
}

function objectOf(value: JsonValue): JsonObject {
  if (isJsonObject(value)) return value;
  throw new SbomError("DOCUMENT_INVALID", "the document is JSON and no object; give an SBOM");
}

function readJson(family: SbomFamily, document: JsonObject): NativeDocument {
  switch (family) {
    case "cyclonedx":
      return { version: textOf(document["specVersion"]) ?? "", document, problems: [] };
    case "syft": {
      const { schema } = document;
      const version = isJsonObject(schema) ? textOf(schema["version"]) : undefined;
      return { version: version ?? "", document, problems: [] };
    }
    case "spdx":
      return "@context" in document ? readSpdx3JsonLd(document) : spdx2Reading(document, []);
  }
}
