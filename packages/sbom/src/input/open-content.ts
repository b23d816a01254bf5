import type { Problem } from "@coppice/types";
import { isJsonObject, type JsonObject } from "../json/json-value.ts";
import { parseJsonText } from "../json/parse-json-text.ts";
import type { SbomEnvelope } from "../sbom-document.ts";
import { isSbomError, SbomError } from "../sbom-error.ts";
import type { SbomFormat } from "../sbom-format.ts";
import type { SbomLimits } from "../sbom-limits.ts";
import { detectCompression } from "./compression.ts";
import { decodeText } from "./decode-text.ts";
import { identifyBinary, identifyText } from "./identify.ts";
import { identifyValue } from "./identify-json.ts";
import type { Identity } from "./identity.ts";
import type { SbomContent } from "./sbom-content.ts";
import { splitJson } from "./split-json.ts";
import { unsupportedZstd } from "./unsupported-zstd.ts";
import { unwrapEnvelope } from "./unwrap-envelope.ts";

/** A document of a known format, out of everything that it was wrapped in, for a parser of that format. */
export interface OpenedSbom {
  readonly format: SbomFormat;
  readonly content: SbomContent;
  /** What it was wrapped in, outermost first. */
  readonly envelopes: readonly SbomEnvelope[];
  /** Documents beside it that are not read. */
  readonly problems: readonly Problem[];
}

/** Where content was found, and what it may ask for. */
interface Place {
  readonly limits: SbomLimits;
  readonly envelopes: readonly SbomEnvelope[];
}

const levels = 8;

/**
 * The document in `content`, which is not compressed: in envelopes of DSSE, in-toto and Sigstore, in GitHub's answer, or bare.
 * Of several attestations, as `cosign download attestation` prints them, the first one that holds an SBOM; the others are
 * problems. Signatures are not verified.
 *
 * @throws An {@link SbomError} with code `FORMAT_UNKNOWN`, saying what it is instead; `ENVELOPE_INVALID`;
 * `ENCODING_UNSUPPORTED` and `DOCUMENT_INVALID` where bytes are no text that is read; `DOCUMENT_TOO_DEEP`.
 */
export function openContent(content: SbomContent, limits: SbomLimits): OpenedSbom {
  return open(content, { limits, envelopes: [] });
}

function open(content: SbomContent, place: Place): OpenedSbom {
  switch (content.kind) {
    case "bytes":
      return openBytes(content.bytes, place);
    case "text":
      return openText(content.text, place);
    case "value":
      return openValue(content.value, place);
    default:
      return content satisfies never;
  }
}

function openBytes(bytes: Uint8Array, place: Place): OpenedSbom {
  const compression = detectCompression(bytes);
  if (compression === "zstd") throw unsupportedZstd();
  if (compression !== undefined) {
    throw new SbomError(
      "ENCODING_UNSUPPORTED",
      `${nameOf(place)} is compressed with ${compression}; decompress it first, or read it with readSbom`,
    );
  }
  const identity = identifyBinary(bytes);
  if (identity === undefined) return openText(decodeText(bytes), place);
  return conclude(identity, { kind: "bytes", bytes }, place);
}

function openText(text: string, place: Place): OpenedSbom {
  const identity = identifyText(text, true, place.limits.depth);
  if (identity?.kind !== "envelope") return conclude(identity, { kind: "text", text }, place);
  const lines = splitJson(text, place.limits.depth);
  const [first = ""] = lines;
  return lines.length === 1 ? openLine(first, place) : openFirst(lines, place);
}

function openValue(value: JsonObject, place: Place): OpenedSbom {
  const identity = identifyValue(value);
  if (identity.kind !== "envelope") return conclude(identity, { kind: "value", value }, place);
  if (place.envelopes.length === levels) {
    const message = `the document is in more than ${levels} envelopes; take it out of some first`;
    throw new SbomError("ENVELOPE_INVALID", message);
  }
  const { envelope, content } = unwrapEnvelope(identity.envelope, value);
  return open(content, { ...place, envelopes: [...place.envelopes, envelope] });
}

/** Opens each of several envelopes that follow one another, and keeps the first document. */
function openFirst(lines: readonly string[], place: Place): OpenedSbom {
  let found: OpenedSbom | undefined;
  let firstError: SbomError | undefined;
  const problems: Problem[] = [];
  for (const [index, line] of lines.entries()) {
    try {
      const opened = openLine(line, place);
      if (found === undefined) found = opened;
      else {
        const message = `envelope ${index + 1} holds another SBOM, which is not read; give it alone`;
        problems.push({ code: "SBOM_LEFT_OUT", message });
      }
    } catch (error) {
      if (!isSbomError(error)) throw error;
      firstError ??= error;
      // Attestations of other things, such as provenance, usually stand beside an SBOM.
      if (error.code === "FORMAT_UNKNOWN") continue;
      problems.push({ code: error.code, message: `envelope ${index + 1}: ${error.message}` });
    }
  }
  if (found !== undefined) return { ...found, problems };
  throw firstError ?? new SbomError("ENVELOPE_INVALID", "there is no envelope; get it again");
}

function openLine(line: string, place: Place): OpenedSbom {
  const value = parseJsonText(line, place.limits);
  return openValue(isJsonObject(value) ? value : {}, place);
}

function conclude(identity: Identity | undefined, content: SbomContent, place: Place): OpenedSbom {
  if (identity?.kind === "sbom") {
    return { format: identity.format, content, envelopes: place.envelopes, problems: [] };
  }
  const what = identity?.kind === "other" ? identity.what : "of no known format";
  throw new SbomError("FORMAT_UNKNOWN", `${nameOf(place)} is ${what}`);
}

function nameOf({ envelopes }: Place): string {
  const holder = envelopes.at(-1);
  if (holder === undefined) return "the document";
  const type = holder.type === undefined ? "" : ` (${holder.type.slice(0, 100)})`;
  return `what the ${holder.kind} envelope${type} holds`;
}
