/** Faster than a strict one: what it cannot decode, and the rare name with U+FFFD in it, is looked at again. */
const loose = new TextDecoder("utf-8", { ignoreBOM: true });
const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * The text of a file name's bytes: UTF-8, where each byte that is no part of a valid sequence becomes a lone surrogate
 * U+DC80 to U+DCFF (PEP 383). {@link encodeName} gives the same bytes back, whatever they are.
 *
 * @example
 * ```ts
 * import { decodeName } from "@coppice/image";
 *
 * decodeName(Uint8Array.of(0x61, 0xc3, 0xa9)); // => "aé"
 * decodeName(Uint8Array.of(0x61, 0xe9)); // => "a\udce9"
 * ```
 */
export function decodeName(bytes: Uint8Array): string {
  const text = loose.decode(bytes);
  if (!text.includes("\ufffd")) return text;
  try {
    return strict.decode(bytes);
  } catch {
    return decodeWithEscapes(bytes);
  }
}

function decodeWithEscapes(bytes: Uint8Array): string {
  const parts: string[] = [];
  let valid = 0;
  let index = 0;
  while (index < bytes.length) {
    const length = sequenceLength(bytes, index);
    if (length > 0) {
      index += length;
      continue;
    }
    parts.push(strict.decode(bytes.subarray(valid, index)));
    parts.push(String.fromCharCode(0xdc00 + (bytes[index] ?? 0)));
    index++;
    valid = index;
  }
  parts.push(strict.decode(bytes.subarray(valid)));
  return parts.join("");
}

/** Bytes of the well-formed sequence at `start`, 0 when there is none. The Unicode standard, table 3-7. */
function sequenceLength(bytes: Uint8Array, start: number): number {
  const first = bytes[start] ?? 0;
  if (first < 0x80) return 1;
  const length = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
  if (length === 0) return 0;
  const second = bytes[start + 1] ?? 0;
  const lowest = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const highest = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  if (second < lowest || second > highest) return 0;
  for (let index = start + 2; index < start + length; index++) {
    if (((bytes[index] ?? 0) & 0xc0) !== 0x80) return 0;
  }
  return length;
}
