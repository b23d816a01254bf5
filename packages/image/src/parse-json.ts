import { ImageError } from "./image-error.ts";

/** A JSON object of which nothing is known yet. */
export interface JsonObject {
  readonly [member: string]: unknown;
}

const maximumBytes = 8 << 20;
const maximumDepth = 64;

/** The JSON object in `bytes`, no longer and no deeper than any document of an image needs to be. */
export function parseJsonObject(bytes: Uint8Array, name: string): JsonObject {
  const value = parseJson(bytes, name);
  if (isJsonObject(value)) return value;
  throw invalidDocument(name, "is no JSON object");
}

/** The JSON value in `bytes`, as {@link parseJsonObject}. */
export function parseJson(bytes: Uint8Array, name: string): unknown {
  if (bytes.length > maximumBytes)
    throw invalidDocument(name, `has more than ${maximumBytes} bytes`);
  if (depth(bytes) > maximumDepth) {
    throw invalidDocument(name, `is nested deeper than ${maximumDepth} levels`);
  }
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw invalidDocument(name, "is not JSON", cause);
  }
}

/** Whether `value` is an object that is no list. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether `value` is a list of strings. */
export function isStrings(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

/** An error that says what is wrong with the document called `name`. */
export function invalidDocument(name: string, what: string, cause?: unknown): ImageError {
  const message = `${name} ${what}; check that this is an image, and fetch it again`;
  return new ImageError("IMAGE_INVALID", message, { cause });
}

/** How deep brackets are nested outside strings. */
function depth(bytes: Uint8Array): number {
  let deepest = 0;
  let level = 0;
  let inString = false;
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index];
    if (inString) {
      if (byte === 0x5c) index++;
      else if (byte === 0x22) inString = false;
    } else if (byte === 0x22) inString = true;
    else if (byte === 0x5b || byte === 0x7b) deepest = Math.max(deepest, ++level);
    else if (byte === 0x5d || byte === 0x7d) level--;
  }
  return deepest;
}
