import { char } from "../lines/cursor.ts";
import { failScan, type JsonReader, type JsonScan, nextByte, skipValue } from "./json-scan.ts";
import { unescapeString } from "./unescape-string.ts";

/** The members of an object that are read, by name; the others are skipped. */
export interface JsonMembers {
  readonly [name: string]: JsonReader<unknown>;
}

/** What {@link jsonObject} reads. A member that is absent, `null` or of another type is `undefined`. */
export type JsonValues<Members extends JsonMembers> = {
  readonly [Name in keyof Members]: Members[Name] extends JsonReader<infer Value>
    ? Value | undefined
    : never;
};

/**
 * Reads the named members of an object, as `jsonObject({ process: jsonObject({ pid: jsonNumber }) })`. Of two members
 * with one name the last counts. Make it once: it prepares the search for the names.
 */
export function jsonObject<const Members extends JsonMembers>(
  members: Members,
): JsonReader<JsonValues<Members>> {
  const wanted = Object.entries(members).map(
    ([name, read]): Wanted => ({ name, read, bytes: utf8.encode(name) }),
  );
  const slots = Array.from({ length: slotCount }, (_, slot) =>
    wanted.filter(({ bytes }) => slotOf(bytes, 0, bytes.length) === slot),
  );
  return (scan) => {
    if (scan.bytes[scan.at] !== char.openBrace) {
      skipValue(scan);
      return undefined;
    }
    const values: { [name: string]: unknown } = {};
    scan.at++;
    if (nextByte(scan) === char.closeBrace) scan.at++;
    else if (!readMembers(scan, slots, values)) return failScan(scan);
    // Each value comes from the reader of its own member.
    return values as JsonValues<Members>;
  };
}

interface Wanted {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly read: JsonReader<unknown>;
}

/** Wanted members by {@link slotOf} their names: most names that are not wanted fall into an empty slot. */
type Slots = readonly (readonly Wanted[])[];

const slotCount = 64;
const utf8 = new TextEncoder();

/** Reads to behind the closing brace, from the first key; `false` when that is no JSON. */
function readMembers(scan: JsonScan, slots: Slots, values: { [name: string]: unknown }): boolean {
  while (scan.bytes[scan.at] === char.quote) {
    const start = scan.at + 1;
    const escaped = skipKey(scan);
    const member = escaped
      ? findText(slots, unescapeString(scan, start, scan.at - 1))
      : find(slots, scan.bytes, start, scan.at - 1);
    if (scan.broken || nextByte(scan) !== char.colon) return false;
    scan.at++;
    nextByte(scan);
    if (member === undefined) skipValue(scan);
    else values[member.name] = member.read(scan);
    if (scan.broken) return false;
    const next = nextByte(scan);
    scan.at++;
    if (next === char.closeBrace) return true;
    if (next !== char.comma) return false;
    nextByte(scan);
  }
  return false;
}

/** Moves behind a key; says whether it has escapes. */
function skipKey(scan: JsonScan): boolean {
  const { bytes, end } = scan;
  let escaped = false;
  for (let at = scan.at + 1; at < end; at++) {
    const byte = bytes[at];
    if (byte === char.quote) {
      scan.at = at + 1;
      return escaped;
    }
    if (byte === char.backslash) {
      escaped = true;
      at++;
    }
  }
  scan.broken = true;
  return false;
}

function find(slots: Slots, bytes: Uint8Array, start: number, end: number): Wanted | undefined {
  const slot = slots[slotOf(bytes, start, end)] ?? [];
  for (let index = 0; index < slot.length; index++) {
    const wanted = slot[index];
    if (wanted !== undefined && isSame(wanted.bytes, bytes, start, end)) return wanted;
  }
  return undefined;
}

function findText(slots: Slots, name: string | undefined): Wanted | undefined {
  if (name === undefined) return undefined;
  const bytes = utf8.encode(name);
  return find(slots, bytes, 0, bytes.length);
}

function slotOf(bytes: Uint8Array, start: number, end: number): number {
  return (end - start + 7 * (bytes[start] ?? 0) + 31 * (bytes[end - 1] ?? 0)) & (slotCount - 1);
}

function isSame(wanted: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (wanted.length !== end - start) return false;
  for (let index = 0; index < wanted.length; index++) {
    if (wanted[index] !== bytes[start + index]) return false;
  }
  return true;
}
