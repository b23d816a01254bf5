import { char } from "../lines/cursor.ts";
import { plainText } from "../lines/plain-text.ts";
import { type JsonScan, skipValue } from "./json-scan.ts";
import { unescapeString } from "./unescape-string.ts";

/**
 * Reads a string, with its escapes undone: a {@link JsonReader}. Bytes that are not UTF-8 become lone surrogates U+DC80
 * to U+DCFF, as in the paths of a FileEntry.
 */
export function jsonText(scan: JsonScan): string | undefined {
  const { bytes, end, at: opening } = scan;
  if (bytes[opening] !== char.quote) {
    skipValue(scan);
    return undefined;
  }
  let plain = true;
  for (let at = opening + 1; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (usual[byte] === 1) continue;
    if (byte === char.quote) {
      scan.at = at + 1;
      return plain ? plainText(bytes, opening + 1, at) : unescapeString(scan, opening + 1, at);
    }
    plain = false;
    if (byte === char.backslash) at++;
  }
  scan.broken = true;
  return undefined;
}

/** Bytes that stand for themselves. */
const usual = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= char.space && byte < 0x80 && byte !== char.quote && byte !== char.backslash ? 1 : 0,
);
