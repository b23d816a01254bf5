import { decodeName } from "@coppice/image";
import { type Cursor, char, isDigit, standsAt } from "../lines/cursor.ts";
import { plainText, recentText } from "../lines/plain-text.ts";

/** The field that was read last: where its key and its value stand. One is made for a log and used again and again. */
export interface AuditField {
  keyStart: number;
  keyEnd: number;
  /** The value, without its quotes. */
  start: number;
  end: number;
  quoted: boolean;
}

export function createField(): AuditField {
  return { keyStart: 0, keyEnd: 0, start: 0, end: 0, quoted: false };
}

/** Stands before what auditd adds to a record when it writes `ENRICHED` logs. */
const enriched = 0x1d;
const apostrophe = 0x27;

/** What became of a search for the next field. */
export type FieldFound = "found" | "none" | "broken";

/** Reads the next `key=value` of a record; words without a value are passed over. `broken`: a quote does not end. */
export function nextField(cursor: Cursor, field: AuditField): FieldFound {
  const { bytes, end } = cursor;
  let { at } = cursor;
  while (at < end) {
    while (at < end && isSeparator(bytes[at] ?? 0)) at++;
    const keyStart = at;
    while (at < end && bytes[at] !== char.equals && !isSeparator(bytes[at] ?? 0)) at++;
    if (at >= end || bytes[at] !== char.equals) continue;
    field.keyStart = keyStart;
    field.keyEnd = at++;
    const mark = at < end ? (bytes[at] ?? 0) : 0;
    field.quoted = mark === char.quote || mark === apostrophe;
    if (field.quoted) {
      field.start = at + 1;
      let close = at + 1;
      while (close < end && bytes[close] !== mark) close++;
      if (close === end) {
        cursor.at = end;
        return "broken";
      }
      field.end = close;
      cursor.at = close + 1;
      return "found";
    }
    field.start = at;
    while (at < end && !isSeparator(bytes[at] ?? 0)) at++;
    field.end = at;
    cursor.at = at;
    return "found";
  }
  cursor.at = end;
  return "none";
}

function isSeparator(byte: number): boolean {
  return byte === char.space || byte === enriched;
}

/** Whether the field has this key. */
export function keyIs(bytes: Uint8Array, field: AuditField, key: string): boolean {
  if (field.keyEnd - field.keyStart !== key.length) return false;
  for (let index = 0; index < key.length; index++) {
    if (bytes[field.keyStart + index] !== key.charCodeAt(index)) return false;
  }
  return true;
}

/** The value as it stands in the log. */
export function fieldWord(bytes: Uint8Array, field: AuditField): string {
  return plainText(bytes, field.start, field.end);
}

/** A decimal number, which may be negative; `NaN` when it is none. */
export function fieldNumber(bytes: Uint8Array, { start, end }: AuditField): number {
  const negative = bytes[start] === char.minus;
  let value = 0;
  for (let at = negative ? start + 1 : start; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (!isDigit(byte)) return Number.NaN;
    value = value * 10 + byte - char.zero;
  }
  return negative ? -value : value;
}

/** The lower 32 bits of a hexadecimal number with or without `0x`; `NaN` when it is none. */
export function fieldHex(bytes: Uint8Array, field: AuditField): number {
  let { start } = field;
  if (bytes[start] === char.zero && bytes[start + 1] === letterX) start += 2;
  let value = 0;
  for (let at = start; at < field.end; at++) {
    const digit = hexDigit(bytes[at] ?? 0);
    if (digit < 0) return Number.NaN;
    value = (value << 4) | digit;
  }
  return value >>> 0;
}

const letterX = 0x78;

/**
 * A text that a program chose: in quotes, or in hexadecimal digits where it has a space, a quote or a byte that is not
 * ASCII. `undefined` for `(null)` and `(none)`, which stand for no text.
 */
export function fieldText(bytes: Uint8Array, field: AuditField): string | undefined {
  const { start, end, quoted } = field;
  if (quoted) {
    const recent = recentText(bytes, start, end);
    if (recent !== undefined) return recent;
    return isAscii(bytes, start, end)
      ? plainText(bytes, start, end)
      : decodeName(bytes.subarray(start, end));
  }
  if (bytes[start] === char.open) return undefined;
  return decodeName(decodeHex(bytes, start, end) ?? bytes.subarray(start, end));
}

function isAscii(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if ((bytes[at] ?? 0) > 0x7f) return false;
  return true;
}

/** The bytes that pairs of hexadecimal digits stand for; `undefined` when other characters are among them. */
export function decodeHex(bytes: Uint8Array, start: number, end: number): Uint8Array | undefined {
  const decoded = new Uint8Array((end - start) >> 1);
  for (let index = 0; index < decoded.length; index++) {
    const high = hexDigit(bytes[start + 2 * index] ?? 0);
    const low = hexDigit(bytes[start + 2 * index + 1] ?? 0);
    if (high < 0 || low < 0) return undefined;
    decoded[index] = high * 16 + low;
  }
  return decoded;
}

export function isHexDigit(byte: number): boolean {
  return hexDigit(byte) >= 0;
}

function hexDigit(byte: number): number {
  if (isDigit(byte)) return byte - char.zero;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}

/**
 * A text as `ausearch -i` writes it, which ends before the last of the fields `next` that is there, or with the line, and a
 * space. The field's value is its first word. Control characters are `\012`, and a backslash is none.
 */
export function interpretedText(
  cursor: Cursor,
  field: AuditField,
  next: readonly string[],
): string | undefined {
  const { bytes } = cursor;
  let { end } = cursor;
  for (const key of next) {
    const at = lastSpaceBefore(bytes, field.start, end, key);
    if (at < 0) continue;
    end = at;
    break;
  }
  cursor.at = end;
  if (end === cursor.end && bytes[end - 1] === char.space) end--;
  if (bytes[field.start] === char.open) return undefined;
  const text = decodeName(bytes.subarray(field.start, Math.max(end, field.start)));
  return text.replaceAll(/\\0[0-3][0-7]/g, (control) =>
    String.fromCharCode(Number.parseInt(control.slice(1), 8)),
  );
}

/** A program may have chosen the key for its text, too, but before where the kernel wrote it. */
function lastSpaceBefore(bytes: Uint8Array, start: number, end: number, key: string): number {
  for (let at = end - 1; at >= start; at--) {
    if (bytes[at] === char.space && standsAt(bytes, at + 1, end, key)) return at;
  }
  return -1;
}
