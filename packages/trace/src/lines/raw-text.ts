import { decodeName } from "@coppice/image";
import { plainText } from "./plain-text.ts";

/** The text between two places of a log that writes names as they are, without escapes; see `decodeName`. */
export function rawText(bytes: Uint8Array, start: number, end: number): string {
  for (let at = start; at < end; at++) {
    if ((bytes[at] ?? 0) > 0x7f) return decodeName(bytes.subarray(start, end));
  }
  return plainText(bytes, start, end);
}
