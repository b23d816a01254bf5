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

/** The JSON value in `bytes`, as {@link parseJsonObject}; one that has a member twice is refused. */
export function parseJson(bytes: Uint8Array, name: string): unknown {
  if (bytes.length > maximumBytes)
    throw invalidDocument(name, `has more than ${maximumBytes} bytes`);
  const { depth, members } = measure(bytes);
  if (depth > maximumDepth) {
    throw invalidDocument(name, `is nested deeper than ${maximumDepth} levels`);
  }
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw invalidDocument(name, "is not JSON", cause);
  }
  // Which of the two counts differs from one program to the next (RFC 8259, section 4).
  if (countMembers(value) < members) throw invalidDocument(name, "has a member twice");
  return value;
}

/**
 * The members of an object, those of `known` under the names there: what runs images is written in Go, which takes
 * `Layers` for `layers`. An object with both is refused.
 */
export function knownMembers(
  value: JsonObject,
  known: readonly string[],
  name: string,
): JsonObject {
  const names = new Map(known.map((member) => [fold(member), member]));
  const members = new Map<string, unknown>();
  for (const [given, content] of Object.entries(value)) {
    const member = names.get(fold(given)) ?? given;
    if (members.has(member)) throw invalidDocument(name, `has the member ${member} twice`);
    members.set(member, content);
  }
  return Object.fromEntries(members);
}

/** The same for all names that Go takes for one; U+017F and U+212A fold to letters of ASCII. */
function fold(member: string): string {
  return member.toUpperCase().toLowerCase();
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

/** How deep brackets are nested outside strings, and how many members objects have as they are written. */
function measure(bytes: Uint8Array): { readonly depth: number; readonly members: number } {
  let depth = 0;
  let members = 0;
  let level = 0;
  let inString = false;
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index];
    if (inString) {
      if (byte === 0x5c) index++;
      else if (byte === 0x22) inString = false;
    } else if (byte === 0x22) inString = true;
    else if (byte === 0x5b || byte === 0x7b) depth = Math.max(depth, ++level);
    else if (byte === 0x5d || byte === 0x7d) level--;
    else if (byte === 0x3a) members++;
  }
  return { depth, members };
}

/** How many members the objects in a value have, which is nested no deeper than {@link maximumDepth}. */
function countMembers(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  let members = Array.isArray(value) ? 0 : Object.keys(value).length;
  for (const item of Object.values(value)) members += countMembers(item);
  return members;
}
