import { type Cursor, char, isDigit, peek, readDigits, skipText } from "../lines/cursor.ts";
import { plainText } from "../lines/plain-text.ts";

/** What the beginning of a record says; the cursor it was read with stands at its first field. */
export interface AuditRecord {
  /** Name, such as `PATH`. */
  readonly type: string;
  /** Host of which it is, where the log has several; else empty. */
  readonly node: string;
  /** Seconds since 1970; `undefined` where the log writes dates of an unknown time zone. */
  readonly time: number | undefined;
  /** Number of the event that it belongs to; -1 where the log leaves numbers out. */
  readonly serial: number;
  /** Fields are as `ausearch -i` writes them: neither quoted nor encoded. */
  readonly interpreted: boolean;
}

/** Names of the types that are read, by the numbers that the kernel's own log shows (`linux/audit.h`). */
const typesByNumber: ReadonlyMap<number, string> = new Map([
  [1200, "DAEMON_START"],
  [1201, "DAEMON_END"],
  [1202, "DAEMON_ABORT"],
  [1209, "DAEMON_ERR"],
  [1300, "SYSCALL"],
  [1302, "PATH"],
  [1305, "CONFIG_CHANGE"],
  [1306, "SOCKADDR"],
  [1307, "CWD"],
  [1320, "EOE"],
  [1323, "MMAP"],
  [1327, "PROCTITLE"],
  [1336, "URINGOP"],
  [1337, "OPENAT2"],
]);

/** How far a record is looked for behind what a system log writes before it. */
const longestPrefix = 256;

/**
 * Reads the beginning of the record that a line is: one of auditd's own, or one that a system log wrote after its date
 * and program. `undefined` when there is none.
 */
export function readRecordStart(cursor: Cursor): AuditRecord | undefined {
  const start = cursor.at;
  const found = readStart(cursor);
  if (found) return found;
  const { bytes, end } = cursor;
  const last = Math.min(end, start + longestPrefix);
  for (let at = start; at < last; at++) {
    const byte = bytes[at] ?? 0;
    if (isForeign(byte)) break;
    const begins = byte === letterT || byte === letterN;
    if (!begins || at === start || !endsWord(bytes[at - 1] ?? 0)) continue;
    cursor.at = at;
    const record = readStart(cursor);
    if (record) return record;
  }
  cursor.at = start;
  return undefined;
}

const [letterA, letterN, letterT] = [0x61, 0x6e, 0x74];

/** What stands in other formats and in no date, name of a host or name of a program. */
function isForeign(byte: number): boolean {
  return byte === char.quote || byte === char.openBrace || byte === char.backslash;
}

function endsWord(byte: number): boolean {
  return byte === char.space || byte === char.colon || byte === char.greater;
}

function readStart(cursor: Cursor): AuditRecord | undefined {
  let node = "";
  if (skipText(cursor, "node=")) node = readWord(cursor);
  if (!skipText(cursor, "type=")) return undefined;
  const type = typeName(readWord(cursor));
  skipText(cursor, "msg=");
  if (!skipText(cursor, "audit(")) return undefined;
  const begin = cursor.at;
  const seconds = readDigits(cursor);
  if (seconds >= 0 && skipText(cursor, ".")) {
    const millisecondsAt = cursor.at;
    const milliseconds = readDigits(cursor);
    const serial = cursor.at === millisecondsAt + 3 ? readSerial(cursor) : -1;
    if (serial < 0) return undefined;
    let interpreted = skipColon(cursor);
    // auditd 2 leaves the colon out: `type=DAEMON_CONFIG msg=audit(1490239800.477:34) config changed, auid=0`.
    if (interpreted === undefined && type.startsWith("DAEMON_")) interpreted = false;
    if (interpreted === undefined) return undefined;
    return { type, node, time: seconds + milliseconds / 1000, serial, interpreted };
  }
  cursor.at = begin;
  while (cursor.at < cursor.end && cursor.bytes[cursor.at] !== char.close) cursor.at++;
  let colon = cursor.at - 1;
  while (colon > begin && isDigit(cursor.bytes[colon] ?? 0)) colon--;
  cursor.at = colon;
  const serial = readSerial(cursor);
  const interpreted = serial < 0 ? undefined : skipColon(cursor);
  return interpreted ? { type, node, time: undefined, serial, interpreted } : undefined;
}

function readSerial(cursor: Cursor): number {
  if (!skipText(cursor, ":")) return -1;
  const serial = readDigits(cursor);
  return skipText(cursor, ")") ? serial : -1;
}

/** Moves to the first field; says whether there was the space before the colon that `ausearch -i` writes. */
function skipColon(cursor: Cursor): boolean | undefined {
  const interpreted = skipText(cursor, " ");
  return skipText(cursor, ":") ? interpreted : undefined;
}

/** Reads up to the next space, and moves behind that. */
function readWord(cursor: Cursor): string {
  const { bytes, at: start, end } = cursor;
  let at = start;
  while (at < end && bytes[at] !== char.space) at++;
  cursor.at = Math.min(at + 1, end);
  return plainText(bytes, start, at);
}

/** The name of a type that is written so, or as its number. */
export function typeName(word: string): string {
  if (word.startsWith("UNKNOWN[")) return typesByNumber.get(Number(word.slice(8, -1))) ?? word;
  return isDigit(word.charCodeAt(0)) ? (typesByNumber.get(Number(word)) ?? word) : word;
}

/**
 * Reads the beginning of a record as journalctl shows it: `Nov 23 20:09:34 host audit[27905]: PATH item=0 …`, with no
 * number of the event.
 */
export function readJournalStart(cursor: Cursor): AuditRecord | undefined {
  const { bytes, at: start, end } = cursor;
  const last = Math.min(end, start + longestPrefix);
  for (let at = start + 1; at < last; at++) {
    if (isForeign(bytes[at] ?? 0)) break;
    if (bytes[at] !== letterA || bytes[at - 1] !== char.space) continue;
    cursor.at = at;
    if (!skipText(cursor, "audit")) continue;
    if (skipText(cursor, "[") && (readDigits(cursor) < 0 || !skipText(cursor, "]"))) continue;
    if (!skipText(cursor, ": ")) continue;
    const type = readWord(cursor);
    if (isTypeName(type) && peek(cursor) >= letterA) {
      return { type: typeName(type), node: "", time: undefined, serial: -1, interpreted: false };
    }
  }
  cursor.at = start;
  return undefined;
}

/** Whether a word is written as types of records are: `SYSCALL`, `OPENAT2`, `UNKNOWN[1420]`. */
function isTypeName(word: string): boolean {
  return /^[A-Z][A-Z0-9_[\]]{2,39}$/.test(word);
}
