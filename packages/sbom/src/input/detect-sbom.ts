import type { SbomEnvelope } from "../sbom-document.ts";
import { isSbomError } from "../sbom-error.ts";
import type { SbomFormat } from "../sbom-format.ts";
import { defaultSbomLimits, type SbomLimits } from "../sbom-limits.ts";
import { detectCompression } from "./compression.ts";
import { decodeStart } from "./decode-text.ts";
import { identifyBinary, identifyText } from "./identify.ts";
import type { Identity } from "./identity.ts";
import { openContent } from "./open-content.ts";

/** What something is, as far as can be said without decompressing it. */
export interface SbomDetection {
  /** Absent where it is no SBOM, or is compressed. */
  readonly format?: SbomFormat;
  /** What it is wrapped in, outermost first; of compression, only the outermost. */
  readonly envelopes: readonly SbomEnvelope[];
  /** Why there is no format: what it is instead, and what to do. */
  readonly reason?: string;
}

/** Limits of {@link detectSbom}. */
export interface DetectSbomOptions {
  readonly limits?: Partial<Pick<SbomLimits, "depth">>;
}

/** Enough for most documents, so that a large one need not be decoded. */
const startLength = 1 << 16;

/**
 * Says which format a document has, by its content: the members, root element, lines or fields that name one. That it is
 * valid is not said. Envelopes are opened, compression is not. Never throws.
 *
 * @example
 * ```ts
 * import { detectSbom } from "@coppice/sbom";
 *
 * detectSbom('{"components": [], "specVersion": "1.6", "bomFormat": "CycloneDX"}').format;
 * // => { family: "cyclonedx", version: "1.6", encoding: "json" }
 * detectSbom('{"document": {"csaf_version": "2.0"}}').reason; // => "the document is an advisory or VEX document of CSAF, and no SBOM; read it with @coppice/vex"
 * ```
 */
export function detectSbom(
  input: Uint8Array | string,
  options: DetectSbomOptions = {},
): SbomDetection {
  const limits = { ...defaultSbomLimits, ...options.limits };
  try {
    const identity = typeof input === "string" ? undefined : identifyStart(input, limits);
    if (identity?.kind === "sbom") return { format: identity.format, envelopes: [] };
    const compression = typeof input === "string" ? undefined : detectCompression(input);
    if (compression !== undefined) {
      const reason = `the document is compressed with ${compression}; decompress it first`;
      return { envelopes: [{ kind: compression }], reason };
    }
    const { format, envelopes } = openContent(
      typeof input === "string" ? { kind: "text", text: input } : { kind: "bytes", bytes: input },
      limits,
    );
    return { format, envelopes };
  } catch (error) {
    if (!isSbomError(error)) throw error;
    return { envelopes: [], reason: error.message };
  }
}

/** What bytes are, where their first ones tell. */
function identifyStart(bytes: Uint8Array, limits: Pick<SbomLimits, "depth">): Identity | undefined {
  if (bytes.length <= startLength || detectCompression(bytes) !== undefined) return undefined;
  return (
    identifyBinary(bytes) ??
    identifyText(decodeStart(bytes.subarray(0, startLength)), false, limits.depth)
  );
}
