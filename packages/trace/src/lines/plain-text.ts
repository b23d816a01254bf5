import { char } from "./cursor.ts";

const utf8 = new TextDecoder();

/**
 * Texts read before, by a hash: the same few paths and flags come in most lines, and comparing takes a fraction of the
 * time of making a string. None has a backslash, so that each is what it was written as.
 */
const slots = 2048;
const longest = 256;
const texts: string[] = Array.from({ length: slots }, () => "");
/** The bytes of each text, one after the other, since comparing these is faster than looking into strings. */
const written: Uint8Array = new Uint8Array(slots * longest);

/** The text between two places, which is ASCII but for what is damaged. */
export function plainText(bytes: Uint8Array, start: number, end: number): string {
  const slot = slotOf(bytes, start, end);
  const known = lookUp(slot, bytes, start, end);
  if (known !== undefined) return known;
  const text = utf8.decode(bytes.subarray(start, end));
  if (end - start <= longest && isPlain(bytes, start, end)) {
    texts[slot] = text;
    written.set(bytes.subarray(start, end), slot * longest);
  }
  return text;
}

function isPlain(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (byte > 0x7f || byte === char.backslash) return false;
  }
  return true;
}

/** The text between two places if it was read lately and has no escapes. */
export function recentText(bytes: Uint8Array, start: number, end: number): string | undefined {
  return lookUp(slotOf(bytes, start, end), bytes, start, end);
}

function lookUp(slot: number, bytes: Uint8Array, start: number, end: number): string | undefined {
  const text = texts[slot] ?? "";
  if (text.length !== end - start) return undefined;
  const base = slot * longest - start;
  for (let at = start; at < end; at++) {
    if (bytes[at] !== written[base + at]) return undefined;
  }
  return text;
}

/** Mixes the length with a few of the last bytes, which is where paths differ. */
function slotOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = end - start;
  for (let at = end - 1; at >= start && at > end - 12; at -= 3) hash = hash * 31 + (bytes[at] ?? 0);
  return hash & (slots - 1);
}
