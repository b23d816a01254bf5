import { dropEncodingMembers } from "./convert/drop-encoding-members.ts";
import { renderCycloneDxProtobuf } from "./cyclonedx/protobuf/render-cyclone-dx-protobuf.ts";
import { renderCycloneDxXml } from "./cyclonedx/xml/render-cyclone-dx-xml.ts";
import type { JsonObject } from "./json/json-value.ts";
import type { SbomDocument, SbomLoss } from "./sbom-document.ts";
import { SbomError } from "./sbom-error.ts";
import type { SbomEncoding, SbomFormat } from "./sbom-format.ts";
import { renderSpdxYaml } from "./spdx2/encodings/render-spdx-yaml.ts";
import { renderSpdxTagValue } from "./spdx2/encodings/tag-value/render-spdx-tag-value.ts";
import { writtenEncodings } from "./written-encodings.ts";

/** Options of {@link renderSbom}. */
export interface RenderSbomOptions {
  /** Default: that of the document. */
  readonly encoding?: SbomEncoding;
  /** Spaces by which JSON is indented; 0 for one line. Default: 2. */
  readonly indent?: number;
}

/** A document as it is written down. */
export interface RenderedSbom {
  /** Text, or bytes where the encoding is binary (protobuf). */
  readonly content: string | Uint8Array;
  /** What the encoding has no way to say. */
  readonly losses: readonly SbomLoss[];
}

/**
 * Writes a document down, in its own version: {@link convertSbom} changes that. What was read and not changed comes out as
 * it was, unknown members included.
 *
 * @example
 * ```ts
 * import { parseSbom, renderSbom } from "@coppice/sbom";
 *
 * const document = parseSbom('{"bomFormat":"CycloneDX","specVersion":"1.6","version":1,"x-ours":[]}');
 * renderSbom(document, { indent: 0 }).content;
 * // => '{"bomFormat":"CycloneDX","specVersion":"1.6","version":1,"x-ours":[]}\\n'
 * renderSbom(document, { encoding: "xml" }).losses[0]?.pointer; // => "/x-ours"
 * ```
 * @throws An {@link SbomError} with code `ENCODING_UNSUPPORTED` where the format is not written so.
 */
export function renderSbom(document: SbomDocument, options: RenderSbomOptions = {}): RenderedSbom {
  const { format } = document;
  const { family, version } = format;
  const { encoding = format.encoding, indent = 2 } = options;
  const encodings = writtenEncodings(format);
  if (!encodings.includes(encoding)) {
    throw new SbomError(
      "ENCODING_UNSUPPORTED",
      `${family} ${version} is not written as ${encoding}; take ${encodings.join(" or ")}, or convert it to another format first`,
    );
  }
  const plain =
    encoding === format.encoding
      ? { native: document.native, losses: [] }
      : dropEncodingMembers(document);
  const { content, losses } = write(plain.native, { family, version, encoding }, indent);
  return { content, losses: [...plain.losses, ...losses] };
}

function write(
  native: JsonObject,
  { family, version, encoding }: SbomFormat,
  indent: number,
): RenderedSbom {
  switch (encoding) {
    case "xml": {
      const { text, losses } = renderCycloneDxXml(native, version);
      return { content: text, losses };
    }
    case "protobuf": {
      const { bytes, losses } = renderCycloneDxProtobuf(native, version);
      return { content: bytes, losses };
    }
    case "tag-value": {
      const { text, losses } = renderSpdxTagValue(native);
      return { content: text, losses };
    }
    case "yaml":
      return { content: renderSpdxYaml(native), losses: [] };
    case "json":
      return { content: `${JSON.stringify(native, null, indent)}\n`, losses: [] };
    default:
      throw new SbomError(
        "ENCODING_UNSUPPORTED",
        `${family} is not written as ${encoding}; take json`,
      );
  }
}
