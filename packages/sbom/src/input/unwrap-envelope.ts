import { isJsonObject, type JsonObject, type JsonValue } from "../json/json-value.ts";
import { objectOf, objectsOf, textOf } from "../json/members.ts";
import type { SbomEnvelope } from "../sbom-document.ts";
import { SbomError } from "../sbom-error.ts";
import { decodeBase64 } from "./decode-base64.ts";
import type { Identity } from "./identity.ts";
import type { SbomContent } from "./sbom-content.ts";

type EnvelopeKind = Extract<Identity, { kind: "envelope" }>["envelope"];

/** What an envelope says of itself, and what is in it. Signatures are not looked at. */
export interface Unwrapped {
  readonly envelope: SbomEnvelope;
  readonly content: SbomContent;
}

/**
 * Takes what is in one envelope out of it.
 *
 * @throws An {@link SbomError} with code `ENVELOPE_INVALID` where there is nothing in it or it cannot be decoded.
 */
export function unwrapEnvelope(kind: EnvelopeKind, value: JsonObject): Unwrapped {
  switch (kind) {
    case "dsse":
      return unwrapDsse(value);
    case "in-toto":
      return unwrapStatement(value);
    case "sigstore-bundle":
      return unwrapBundle(value);
    case "github":
      return { envelope: { kind }, content: { kind: "value", value: objectOf(value["sbom"]) } };
    default:
      return kind satisfies never;
  }
}

/** See the protocol of DSSE 1.0. */
function unwrapDsse({ payload, payloadType }: JsonObject): Unwrapped {
  const type = textOf(payloadType);
  const bytes = decodeBase64(textOf(payload) ?? "");
  return {
    envelope: { kind: "dsse", ...(type !== undefined && { type }) },
    content: { kind: "bytes", bytes },
  };
}

/** See `sigstore_bundle.proto`: a bundle has a DSSE envelope, or the signature of a file that it does not have. */
function unwrapBundle({ dsseEnvelope, mediaType }: JsonObject): Unwrapped {
  const type = textOf(mediaType);
  if (!isJsonObject(dsseEnvelope)) {
    throw new SbomError(
      "ENVELOPE_INVALID",
      "the Sigstore bundle signs a file that is not in it; give that file instead",
    );
  }
  return {
    envelope: { kind: "sigstore-bundle", ...(type !== undefined && { type }) },
    content: { kind: "value", value: dsseEnvelope },
  };
}

/** See in-toto's Statement, of which v0.1 and v1 have the same members. */
function unwrapStatement(statement: JsonObject): Unwrapped {
  const type = textOf(statement["predicateType"]);
  const content = predicateContent(statement["predicate"]);
  if (content === undefined) {
    throw new SbomError(
      "ENVELOPE_INVALID",
      `the in-toto statement has no predicate${type === undefined ? "" : ` of ${type}`}; get it again`,
    );
  }
  return {
    envelope: {
      kind: "in-toto",
      subjects: objectsOf(statement["subject"]).map(readSubject),
      ...(type !== undefined && { type }),
    },
    content,
  };
}

/** cosign puts the document, or its text, into a member `Data` where it does not stand for itself. */
function predicateContent(predicate: JsonValue | undefined): SbomContent | undefined {
  if (typeof predicate === "string") return { kind: "text", text: predicate };
  if (!isJsonObject(predicate)) return undefined;
  const data = Object.hasOwn(predicate, "Data") ? predicate["Data"] : undefined;
  if (typeof data === "string") return { kind: "text", text: data };
  return { kind: "value", value: isJsonObject(data) ? data : predicate };
}

function readSubject(subject: JsonObject): NonNullable<SbomEnvelope["subjects"]>[number] {
  const name = textOf(subject["name"]);
  const digests = Object.entries(objectOf(subject["digest"])).flatMap(([algorithm, value]) =>
    typeof value === "string" ? [`${algorithm}:${value.toLowerCase()}`] : [],
  );
  return { ...(name !== undefined && { name }), digests };
}
