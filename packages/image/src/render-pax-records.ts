import { encodeName } from "./encode-name.ts";

/** A pax header's records, in the given order. See POSIX.1-2017, pax, "pax Extended Header". */
export function renderPaxRecords(records: readonly (readonly [string, Uint8Array])[]): Uint8Array {
  const encoder = new TextEncoder();
  const parts: Uint8Array[] = [];
  for (const [key, value] of records) {
    const keyBytes = encodeName(key);
    const rest = keyBytes.length + value.length + 3;
    // The length counts its own digits.
    let length = rest + String(rest).length;
    if (rest + String(length).length > length) length++;
    parts.push(encoder.encode(`${length} `), keyBytes, encoder.encode("="), value, newline);
  }
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const newline = Uint8Array.of(0x0a);
