import { type Cursor, char } from "../lines/cursor.ts";
import { plainText } from "../lines/plain-text.ts";
import type { OpenEvent } from "./open-event.ts";
import {
  type AuditField,
  decodeHex,
  fieldNumber,
  fieldText,
  fieldWord,
  interpretedText,
  isHexDigit,
  keyIs,
  nextField,
} from "./record-fields.ts";
import { readInterpretedAddress, readSocketAddress } from "./socket-address.ts";

/** Reads one kind of record into its event; `false` when it cannot be read. */
export type DetailReader = (
  event: OpenEvent,
  cursor: Cursor,
  field: AuditField,
  interpreted: boolean,
) => boolean;

/** What the kernel writes behind the name of a path: the first that is there. */
const afterName = ["inode=", "nametype=", "objtype=", "dev="];

/** More paths than the kernel names for one call. */
const mostPaths = 1024;

/** `PATH`. */
export const readPath: DetailReader = (event, cursor, field, interpreted) => {
  const { bytes } = cursor;
  let item = -1;
  let name: string | undefined;
  let nametype: string | undefined;
  let found = false;
  let link = false;
  let outcome = nextField(cursor, field);
  for (; outcome === "found"; outcome = nextField(cursor, field)) {
    if (keyIs(bytes, field, "item")) item = fieldNumber(bytes, field);
    else if (keyIs(bytes, field, "name")) {
      name = interpreted ? interpretedText(cursor, field, afterName) : fieldText(bytes, field);
    } else if (keyIs(bytes, field, "inode")) found = true;
    else if (keyIs(bytes, field, "mode")) link = isLink(bytes, field);
    else if (keyIs(bytes, field, "nametype") || keyIs(bytes, field, "objtype")) {
      nametype = readWord(bytes, field);
      break;
    }
  }
  if (outcome === "broken" || !(item >= 0)) return false;
  // A log may have each record twice, as of a system log and of auditd.
  if (event.paths.some((path) => path.item === item)) return true;
  if (event.paths.length >= mostPaths) return false;
  event.paths.push({ item, name, nametype, found, link });
  return true;
};

/** A word of letters: a system log may have replaced the mark before what auditd adds, as in `PARENT#035OUID="root"`. */
function readWord(bytes: Uint8Array, { start, end }: AuditField): string {
  let at = start;
  while (at < end && bytes[at] !== char.hash) at++;
  return plainText(bytes, start, at);
}

/** `mode=0120777`, or `mode=link,777` in interpreted logs. */
function isLink(bytes: Uint8Array, { start, end }: AuditField): boolean {
  if (bytes[start] === letterL) return true;
  return (
    end - start === 7 && bytes[start + 1] === char.zero + 1 && bytes[start + 2] === char.zero + 2
  );
}

const letterL = 0x6c;

/** `CWD`. */
export const readFolder: DetailReader = (event, cursor, field, interpreted) => {
  for (;;) {
    const outcome = nextField(cursor, field);
    if (outcome !== "found") return false;
    if (!keyIs(cursor.bytes, field, "cwd")) continue;
    event.cwd = interpreted ? interpretedText(cursor, field, []) : fieldText(cursor.bytes, field);
    return true;
  }
};

/** `SOCKADDR`. */
export const readAddress: DetailReader = (event, cursor, field, interpreted) => {
  const { bytes } = cursor;
  if (nextField(cursor, field) !== "found" || !keyIs(bytes, field, "saddr")) return false;
  if (interpreted) {
    event.address = readInterpretedAddress(interpretedText(cursor, field, []) ?? "") ?? "";
    return true;
  }
  let { end } = field;
  // A system log may have replaced the mark before what auditd adds: `…0000#035SADDR={ … }`.
  for (let at = field.start; at < end; at++) if (!isHexDigit(bytes[at] ?? 0)) end = at;
  const address = decodeHex(bytes, field.start, end);
  if (address === undefined || address.length === 0) return false;
  event.address = readSocketAddress(address) ?? "";
  return true;
};

/** `MMAP`, which says what file is mapped. */
export const readMapping: DetailReader = (event, cursor, field) => {
  for (;;) {
    const outcome = nextField(cursor, field);
    if (outcome !== "found") return false;
    if (!keyIs(cursor.bytes, field, "fd")) continue;
    const descriptor = fieldNumber(cursor.bytes, field);
    event.descriptor = descriptor;
    return Number.isSafeInteger(descriptor);
  }
};

/** `CONTAINER_ID`, of kernels with such a patch. */
export const readContainer: DetailReader = (event, cursor, field) => {
  for (;;) {
    const outcome = nextField(cursor, field);
    if (outcome !== "found") return outcome === "none";
    if (keyIs(cursor.bytes, field, "contid")) event.container = fieldWord(cursor.bytes, field);
  }
};
