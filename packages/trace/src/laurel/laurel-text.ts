import { decodeName } from "@coppice/image";

/**
 * The bytes of a text in which laurel wrote `%` and two digits for a byte that is not UTF-8 or cannot be printed, and for
 * `%` and `+` themselves.
 */
export function laurelBytes(text: string): Uint8Array {
  const encoded = utf8.encode(text);
  let length = 0;
  for (let at = 0; at < encoded.length; at++) {
    const byte = encoded[at] ?? 0;
    const value =
      byte === percent ? hexDigit(encoded[at + 1]) * 16 + hexDigit(encoded[at + 2]) : Number.NaN;
    if (value >= 0) at += 2;
    encoded[length++] = value >= 0 ? value : byte;
  }
  return encoded.subarray(0, length);
}

/** The path or name that laurel wrote so. */
export function laurelText(text: string): string {
  return text.includes("%") ? decodeName(laurelBytes(text)) : text;
}

const utf8 = new TextEncoder();
const percent = 0x25;

/** `NaN` for what is no digit. */
function hexDigit(byte = 0): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : Number.NaN;
}
