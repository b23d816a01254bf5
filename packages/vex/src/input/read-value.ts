import { isJsonObject, type JsonObject, type JsonValue } from "@coppice/sbom";
import { VexError } from "../vex-error.ts";
import type { VexLimits } from "../vex-limits.ts";

/** The object that text or bytes in UTF-8 hold as JSON, within the limits. A byte order mark is left out. */
export function readValue(
  input: string | Uint8Array | JsonObject,
  limits: Pick<VexLimits, "bytes" | "depth">,
): JsonObject {
  const value =
    typeof input === "string" || input instanceof Uint8Array ? parse(input, limits.bytes) : input;
  requireDepth(value, limits.depth);
  if (isJsonObject(value)) return value;
  throw new VexError("FORMAT_UNKNOWN", "the document is no JSON object; give a VEX document");
}

function parse(input: string | Uint8Array, limit: number): JsonValue {
  if (input.length > limit) {
    throw new VexError(
      "DOCUMENT_TOO_LARGE",
      `the document has more than ${limit} bytes; raise limits.bytes to read it`,
    );
  }
  const text = typeof input === "string" ? input : decode(input);
  try {
    return JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch (cause) {
    throw new VexError(
      "JSON_INVALID",
      "the document is no JSON; read XML with parseSbom and give its native form",
      { cause },
    );
  }
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new VexError("TEXT_INVALID", "the document is no text in UTF-8; decode it first", {
      cause,
    });
  }
}

/** Goes level by level, so that any depth is fine. */
function requireDepth(root: JsonValue, limit: number): void {
  let level: readonly JsonValue[] = [root];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > limit) {
      throw new VexError(
        "DOCUMENT_TOO_DEEP",
        `the document has more than ${limit} levels; raise limits.depth to read it`,
      );
    }
    const next: JsonValue[] = [];
    for (const value of level) {
      if (typeof value !== "object" || value === null) continue;
      for (const member of Object.values(value)) {
        if (typeof member === "object" && member !== null) next.push(member);
      }
    }
    level = next;
  }
}
