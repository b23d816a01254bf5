import type { ByteWindow } from "./byte-window.ts";

/** How far the brackets and strings of JSON were followed. */
export interface JsonScan {
  depth: number;
  inString: boolean;
}

const quote = 0x22;
const comma = 0x2c;
const openArray = 0x5b;
const backslash = 0x5c;

/**
 * Goes on from `window.at` to a comma outside all brackets that is not before `least`, or to the bracket that closes one more
 * than were opened, and says where it is, without going past it; negative where the bytes end before that or the depth is
 * more than `maxDepth`. The bytes of a multi-byte character are never taken for others: in UTF-8 they are all above 0x7f.
 */
export function scanJsonBytes(
  window: ByteWindow,
  scan: JsonScan,
  least: number,
  maxDepth: number,
): number {
  const { bytes, end } = window;
  let { at } = window;
  let { depth, inString } = scan;
  let found = -1;
  bytes[end] = quote;
  while (at < end && found < 0 && depth <= maxDepth) {
    if (inString) {
      at = endOfString(bytes, at, end);
      if (at >= end) break;
      at += 1;
      inString = false;
    }
    for (; at < end; at++) {
      const byte = bytes[at] ?? 0;
      if (byte === quote) {
        inString = true;
        at += 1;
        break;
      }
      if (byte >= openArray) {
        const bracket = byte | 0x20;
        if (bracket === 0x7b) depth += 1;
        else if (bracket === 0x7d) depth -= 1;
        else continue;
        if (depth > maxDepth) break;
        if (depth < 0) {
          found = at;
          break;
        }
      } else if (byte === comma && depth === 0 && at >= least) {
        found = at;
        break;
      }
    }
  }
  window.at = at;
  scan.depth = depth;
  scan.inString = inString;
  return found;
}

const near = 16;

/**
 * Where the quote is that ends the string that goes on at `at`. Where it is not before `end`, where a quote stands as a
 * sentinel, that is `end`, or one more where the last backslash escapes what comes next. Short strings end before a search by
 * the runtime would have begun; long ones are searched many bytes at a time.
 */
function endOfString(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end) {
    const far = at + near;
    let byte = bytes[at];
    while (byte !== quote && byte !== backslash && at < far) {
      at += 1;
      byte = bytes[at];
    }
    if (byte === quote) return at;
    if (byte === backslash) at += 2;
    else {
      at = bytes.indexOf(quote, at);
      // What was looked at before has no backslash, so that this ends there.
      let escapes = 0;
      while (bytes[at - 1 - escapes] === backslash) escapes += 1;
      if (escapes % 2 === 0) return at;
      at += 1;
    }
  }
  return at;
}
