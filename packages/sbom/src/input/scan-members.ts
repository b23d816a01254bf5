import { tooDeep } from "../json/too-deep.ts";

/** A member of an object in JSON text. */
export interface ScannedMember {
  readonly name: string;
  /** Its value, as text; the bounds are indices into the whole. */
  readonly start: number;
  readonly end: number;
}

const quote = 0x22;
const comma = 0x2c;
const colon = 0x3a;
const backslash = 0x5c;

/**
 * Gives `visit` each member of the object that begins at `start`, once its value is complete, until `visit` returns true.
 * Returns where the object ends, or `undefined` where it was stopped or the text ends early. It only counts brackets and skips
 * strings, which is all that is needed to tell members apart: whether the text is JSON, a parser has to say.
 *
 * @throws An {@link SbomError} with code `DOCUMENT_TOO_DEEP` where more than `maxDepth` brackets are open.
 */
export function scanMembers(
  text: string,
  start: number,
  maxDepth: number,
  visit: (member: ScannedMember) => boolean,
): number | undefined {
  let depth = 0;
  let name: string | undefined;
  let value = -1;
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      const end = endOfString(text, at);
      if (end < 0) return undefined;
      if (depth === 1 && value < 0) name = text.slice(at, end);
      at = end - 1;
    } else if (code === colon) {
      if (depth === 1 && value < 0) value = at + 1;
    } else if (code === comma || (code | 0x20) === 0x7d) {
      if (depth === 1 && name !== undefined && value >= 0) {
        if (visit({ name: plainName(name), start: value, end: at })) return undefined;
        name = undefined;
        value = -1;
      }
      if (code === comma) continue;
      depth -= 1;
      if (depth === 0) return at + 1;
    } else if ((code | 0x20) === 0x7b) {
      depth += 1;
      if (depth > maxDepth) throw tooDeep(maxDepth);
    }
  }
  return undefined;
}

/** Where the string that opens at `start` ends; negative where it does not. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let escapes = 0;
    while (text.charCodeAt(end - 1 - escapes) === backslash) escapes += 1;
    if (escapes % 2 === 0) return end + 1;
  }
  return -1;
}

function plainName(quoted: string): string {
  if (!quoted.includes("\\")) return quoted.slice(1, -1);
  try {
    return String(JSON.parse(quoted));
  } catch {
    return quoted;
  }
}
