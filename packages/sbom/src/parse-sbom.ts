import type { Problem } from "@coppice/types";
import type { ByteSource } from "./input/byte-source.ts";
import { type OpenedSbom, openContent } from "./input/open-content.ts";
import { openSbom } from "./input/open-sbom.ts";
import { readModel } from "./read-model.ts";
import { readNative } from "./read-native.ts";
import type { SbomDocument } from "./sbom-document.ts";
import { SbomError } from "./sbom-error.ts";
import type { SbomFormat } from "./sbom-format.ts";
import { defaultSbomLimits, type SbomLimits } from "./sbom-limits.ts";

/** Options of {@link parseSbom} and {@link readSbom}. */
export interface ParseSbomOptions {
  /** What the document is written in. Default: found out from its content. */
  readonly format?: Pick<SbomFormat, "family" | "encoding">;
  readonly limits?: Partial<SbomLimits>;
  /** Whether drafts of specifications (CycloneDX 2.0) are read too; they change. Default: false. */
  readonly drafts?: boolean;
}

/**
 * The SBOM in `input`: CycloneDX (JSON, XML, protobuf), SPDX 2 (JSON, tag-value, YAML, RDF, XML), SPDX 3 or Syft's JSON, also out of
 * in-toto, DSSE and Sigstore envelopes, whose signatures are not verified, and of GitHub's answer. What the encoding got wrong is
 * in `problems`. A member that has not the type that its format gives it is missing in the model, {@link validateSbom} names
 * it, and the document's `native` form has it as it was.
 *
 * @example
 * ```ts
 * import { parseSbom } from "@coppice/sbom";
 *
 * const document = parseSbom(`
 * SPDXVersion: SPDX-2.3
 * SPDXID: SPDXRef-DOCUMENT
 * DocumentName: shop
 *
 * PackageName: left-pad
 * SPDXID: SPDXRef-left-pad
 * PackageVersion: 1.3.0
 * `);
 * document.format.encoding; // => "tag-value"
 * document.components[0]?.version; // => "1.3.0"
 * ```
 * @throws An {@link SbomError} whose code says what is wrong: `FORMAT_UNKNOWN` where it is no SBOM, one for the encoding
 * such as `JSON_INVALID`, `ENVELOPE_INVALID`, or one for the limit that it passes such as `DOCUMENT_TOO_DEEP`;
 * `ENCODING_UNSUPPORTED` where it is compressed: {@link readSbom} reads that.
 */
export function parseSbom(
  input: string | Uint8Array,
  options: ParseSbomOptions = {},
): SbomDocument {
  const limits = { ...defaultSbomLimits, ...options.limits };
  if (input.length > limits.bytes) {
    throw new SbomError(
      "DOCUMENT_TOO_LARGE",
      `the document has more than ${limits.bytes} bytes; raise limits.bytes to read it`,
    );
  }
  const content =
    typeof input === "string"
      ? ({ kind: "text", text: input } as const)
      : ({ kind: "bytes", bytes: input } as const);
  const { format } = options;
  const opened: OpenedSbom =
    format === undefined
      ? openContent(content, limits)
      : { format: { ...format, version: "" }, content, envelopes: [], problems: [] };
  return documentOf(opened, limits, options.drafts);
}

/**
 * The SBOM in bytes, or in a stream of them, as {@link parseSbom} gives it, also compressed with gzip, xz or bzip2.
 *
 * @throws An {@link SbomError} with the codes of {@link parseSbom}, or `COMPRESSION_INVALID`.
 */
export async function readSbom(
  input: ByteSource,
  options: Omit<ParseSbomOptions, "format"> = {},
): Promise<SbomDocument> {
  const limits = { ...defaultSbomLimits, ...options.limits };
  return documentOf(await openSbom(input, { limits }), limits, options.drafts);
}

function documentOf(opened: OpenedSbom, limits: SbomLimits, drafts = false): SbomDocument {
  const { version, document, problems } = readNative(opened.format, opened.content, limits);
  const format = { ...opened.format, version };
  requireKnownVersion(format, drafts);
  const found: Problem[] = [...opened.problems, ...problems];
  const model = readModel(format, document, (problem) => found.push(problem));
  return { ...model, format, native: document, envelopes: opened.envelopes, problems: found };
}

const cycloneDxVersions = ["1.0", "1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.7"];

/** Readers of SPDX know their versions; Syft's schema only adds members. */
function requireKnownVersion({ family, version }: SbomFormat, drafts: boolean): void {
  if (family !== "cyclonedx" || cycloneDxVersions.includes(version)) return;
  if (drafts && version === "2.0") return;
  const draft = version === "2.0" ? ", or read drafts with the option drafts" : "";
  throw new SbomError(
    "VERSION_UNSUPPORTED",
    `CycloneDX ${JSON.stringify(version)} is not read; take one of ${cycloneDxVersions.join(", ")}${draft}`,
  );
}
