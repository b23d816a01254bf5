const utf8 = new TextDecoder();

/**
 * Texts read before, by a hash: the same few paths and flags come in most lines, and comparing takes a fraction of the
 * time of making a string. None has a backslash, so that each is what it was written as.
 */
const recent: string[] = Array.from({ length: 1024 }, () => "");
const longestRecent = 256;

/** The text between two places, which is ASCII but for what is damaged. */
export function plainText(bytes: Uint8Array, start: number, end: number): string {
  const known = recentText(bytes, start, end);
  if (known !== undefined) return known;
  const text = utf8.decode(bytes.subarray(start, end));
  if (text.length <= longestRecent && !text.includes("\\"))
    recent[slotOf(bytes, start, end)] = text;
  return text;
}

/** The text between two places if it was read lately and has no escapes. */
export function recentText(bytes: Uint8Array, start: number, end: number): string | undefined {
  const known = recent[slotOf(bytes, start, end)];
  if (known === undefined || known.length !== end - start) return undefined;
  for (let index = known.length - 1; index >= 0; index--) {
    if (bytes[start + index] !== known.charCodeAt(index)) return undefined;
  }
  return known;
}

/** Mixes the length with a few of the last bytes, which is where paths differ. */
function slotOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = end - start;
  for (let at = end - 1; at >= start && at > end - 12; at -= 3) hash = hash * 31 + (bytes[at] ?? 0);
  return hash & (recent.length - 1);
}
