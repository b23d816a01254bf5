import { type Cursor, char } from "../lines/cursor.ts";
import {
  type AuditCall,
  callNamed,
  callsOf,
  callsOfMachine,
  findCall,
  ringCall,
} from "./audit-call.ts";
import { resolveInRoot, workingFolder } from "./audit-event.ts";
import type { OpenEvent } from "./open-event.ts";
import {
  type AuditField,
  fieldHex,
  fieldNumber,
  fieldText,
  fieldWord,
  interpretedText,
  keyIs,
  nextField,
} from "./record-fields.ts";

/**
 * What became of a record of a call: of interest, of none (another call, or one that failed), not readable, or of an
 * architecture whose numbers are not known.
 */
export type CallVerdict = "taken" | "dull" | "broken" | "foreign";

/** The number of `EINPROGRESS`: a connection is being made, and the call does not wait for it. */
const inProgress = -115;

/** Reads `SYSCALL`, whose fields have a fixed order: what is not needed is not looked at. */
export function readCallRecord(
  event: OpenEvent,
  cursor: Cursor,
  field: AuditField,
  interpreted: boolean,
): CallVerdict {
  const { bytes } = cursor;
  let numbers: ReadonlyMap<number, AuditCall> | undefined;
  let call: AuditCall | undefined;
  let whole = false;
  let outcome: "success" | "failure" | "none" = "none";
  for (;;) {
    const found = nextField(cursor, field);
    if (found === "broken") return "broken";
    if (found === "none") break;
    const letter = bytes[field.keyStart];
    if (letter === letterA) {
      if (keyIs(bytes, field, "arch")) {
        numbers = interpreted
          ? callsOfMachine(fieldWord(bytes, field))
          : callsOf(fieldHex(bytes, field));
      } else if (field.keyEnd - field.keyStart === 2) {
        const index = (bytes[field.keyStart + 1] ?? 0) - char.zero;
        if (index >= 0 && index < 4) event.args[index] = readArgument(bytes, field);
      }
    } else if (letter === letterS) {
      if (keyIs(bytes, field, "syscall")) {
        if (numbers) {
          call = interpreted
            ? interpretedCall(numbers, fieldWord(bytes, field))
            : findCall(numbers, fieldNumber(bytes, field));
          if (call === undefined) return "dull";
        }
      } else if (keyIs(bytes, field, "success")) {
        outcome = fieldWord(bytes, field) === "yes" ? "success" : "failure";
        if (outcome === "failure" && numbers && call?.act !== "connect") return "dull";
      }
    } else if (letter === letterE) {
      if (keyIs(bytes, field, "exit")) {
        event.exit = readExit(bytes, field);
        if (outcome === "failure" && event.exit !== inProgress) return "dull";
      } else if (keyIs(bytes, field, "exe")) {
        event.exe = interpreted
          ? interpretedText(cursor, field, afterProgram)
          : fieldText(bytes, field);
        whole = true;
        if (call) break;
      }
    } else if (letter === letterI && keyIs(bytes, field, "items")) {
      event.items = fieldNumber(bytes, field);
    } else if (letter === letterP) readProcess(event, bytes, field);
    else if (letter === upperS && keyIs(bytes, field, "SYSCALL")) {
      call = callNamed(fieldWord(bytes, field));
      if (call === undefined) return "dull";
    }
  }
  // The kernel writes it of every process, `(null)` if need be: what comes before may be missing, too, where it is.
  if (!whole) return "broken";
  if (call === undefined) return "foreign";
  if (outcome === "none" && call.act !== "exit") return "dull";
  if (outcome === "failure" && (call.act !== "connect" || event.exit !== inProgress)) return "dull";
  return take(event, call);
}

/** `ausearch -i` writes calls that are newer than itself as `unknown-syscall(437)`. */
function interpretedCall(
  numbers: ReadonlyMap<number, AuditCall>,
  word: string,
): AuditCall | undefined {
  if (!word.startsWith(unknownCall)) return callNamed(word);
  return findCall(numbers, Number(word.slice(unknownCall.length, -1)));
}

const unknownCall = "unknown-syscall(";

const [letterA, letterE, letterI, letterP, letterS] = [0x61, 0x65, 0x69, 0x70, 0x73];
const [upperE, upperS] = [0x45, 0x53];

/** What the kernel writes behind `exe`: the first that is there. */
const afterProgram = ["subj=", "key="];

function take(event: OpenEvent, call: AuditCall): CallVerdict {
  if (![event.pid, event.ppid, event.items].every(isCount)) return "broken";
  event.call = call;
  return "taken";
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function readProcess(event: OpenEvent, bytes: Uint8Array, field: AuditField): void {
  if (keyIs(bytes, field, "pid")) event.pid = fieldNumber(bytes, field);
  else if (keyIs(bytes, field, "ppid")) event.ppid = fieldNumber(bytes, field);
}

/** What a call returned: a number, or an error's name in interpreted logs. */
function readExit(bytes: Uint8Array, field: AuditField): number {
  if (bytes[field.start] === upperE) {
    return fieldWord(bytes, field).startsWith("EINPROGRESS") ? inProgress : -1;
  }
  const value = fieldNumber(bytes, field);
  return Number.isNaN(value) ? -1 : value;
}

/** Flags that an interpreted log names, and their values. */
const flagValues: readonly (readonly [name: string, value: number])[] = [
  ["AT_FDCWD", workingFolder],
  ["O_WRONLY", 0o1],
  ["O_RDWR", 0o2],
  ["O_CREAT", 0o100],
  ["O_TRUNC", 0o1000],
  ["PROT_EXEC", 0x4],
  ["MAP_ANONYMOUS", 0x20],
  ["RESOLVE_IN_ROOT", resolveInRoot],
];

/** The lower 32 bits of an argument; of names, the flags that matter here. */
function readArgument(bytes: Uint8Array, field: AuditField): number {
  const value = fieldHex(bytes, field);
  return Number.isNaN(value) ? readFlags(fieldWord(bytes, field)) : value;
}

function readFlags(word: string): number {
  const names = word.split("|");
  let value = 0;
  for (const [name, bits] of flagValues) if (names.includes(name)) value |= bits;
  return value >>> 0;
}

/** Reads `URINGOP`, which stands for `SYSCALL` where a call came through io_uring. */
export function readRingRecord(event: OpenEvent, cursor: Cursor, field: AuditField): CallVerdict {
  const { bytes } = cursor;
  let call: AuditCall | undefined;
  let succeeded = false;
  for (;;) {
    const found = nextField(cursor, field);
    if (found === "broken") return "broken";
    if (found === "none") break;
    if (keyIs(bytes, field, "uring_op")) {
      call = ringCall(fieldNumber(bytes, field)) ?? callNamed(fieldWord(bytes, field));
    } else if (keyIs(bytes, field, "success")) succeeded = fieldWord(bytes, field) === "yes";
    else if (keyIs(bytes, field, "items")) event.items = fieldNumber(bytes, field);
    else readProcess(event, bytes, field);
  }
  event.ring = true;
  return call && succeeded ? take(event, call) : "dull";
}

/** Reads `OPENAT2`: the flags are in a structure of which `SYSCALL` shows the address. */
export function readOpenFlags(event: OpenEvent, cursor: Cursor, field: AuditField): boolean {
  const { bytes } = cursor;
  for (;;) {
    const found = nextField(cursor, field);
    if (found !== "found") return found === "none";
    if (keyIs(bytes, field, "oflag")) {
      const word = fieldWord(bytes, field);
      const value = Number.parseInt(word, 8);
      event.openFlags = Number.isNaN(value) ? readFlags(word) : value;
    } else if (keyIs(bytes, field, "resolve")) {
      event.inRoot = (readArgument(bytes, field) & resolveInRoot) !== 0;
    }
  }
}
