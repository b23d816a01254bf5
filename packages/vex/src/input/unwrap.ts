import { isJsonObject, type JsonObject } from "@coppice/sbom";
import { textOf } from "../json/members.ts";
import { VexError } from "../vex-error.ts";
import type { VexLimits } from "../vex-limits.ts";
import { readValue } from "./read-value.ts";

/** More than a Sigstore bundle with a DSSE envelope with an in-toto statement. */
const envelopes = 4;

/** What is inside a Sigstore bundle, a DSSE envelope or an in-toto statement; signatures are not looked at. */
export function unwrap(value: JsonObject, limits: Pick<VexLimits, "bytes" | "depth">): JsonObject {
  let inner = value;
  for (let count = 0; count < envelopes; count += 1) {
    const content = contentOf(inner, limits);
    if (content === undefined) return inner;
    inner = content;
  }
  throw new VexError(
    "ENVELOPE_INVALID",
    `more than ${envelopes} envelopes are in one another; give what is inside`,
  );
}

function contentOf(
  value: JsonObject,
  limits: Pick<VexLimits, "bytes" | "depth">,
): JsonObject | undefined {
  if (isJsonObject(value["dsseEnvelope"])) return value["dsseEnvelope"];
  const payload = textOf(value["payload"]);
  if (payload !== undefined && typeof value["payloadType"] === "string") {
    return readValue(decodeBase64(payload), limits);
  }
  if (typeof value["predicateType"] !== "string") return undefined;
  if (isJsonObject(value["predicate"])) return value["predicate"];
  throw new VexError("ENVELOPE_INVALID", "the in-toto statement has no predicate; get it again");
}

/** DSSE allows both alphabets of RFC 4648. */
function decodeBase64(text: string): Uint8Array {
  try {
    const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    return Uint8Array.from(binary, (character) => character.charCodeAt(0));
  } catch (cause) {
    throw new VexError("ENVELOPE_INVALID", "the payload is no base64; get the envelope again", {
      cause,
    });
  }
}
