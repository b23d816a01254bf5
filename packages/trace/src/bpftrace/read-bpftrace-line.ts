import { encodeName } from "@coppice/image";
import { jsonNumber } from "../json/json-number.ts";
import { jsonObject } from "../json/json-object.ts";
import { jsonText } from "../json/json-text.ts";
import { readJson } from "../json/read-json.ts";
import { type Cursor, char, skipSpaces, skipText } from "../lines/cursor.ts";
import type { BpftraceRecord } from "./bpftrace-record.ts";
import { parseRecord } from "./parse-record.ts";

/** A line of `bpftrace -f json`: a record of the script, a number of lost ones, or of no interest. */
export type BpftraceLine = BpftraceRecord | { readonly lost: number } | "ignored" | "unreadable";

/** Reads a line of `bpftrace -f json` of `hooks/coppice.bt`. */
export function readBpftraceLine(line: Cursor, offset: number): BpftraceLine {
  const plain = plainData(line);
  if (plain) return parseRecord(plain, offset) ?? "unreadable";
  const outcome = readJson(restoreBytes(line), member);
  if (!outcome.read || outcome.value?.type === undefined) return "unreadable";
  const { type, data } = outcome.value;
  if (type === "lost_events") {
    const events = readJson(restoreBytes(line), lostEvents);
    return { lost: (events.read ? events.value?.data?.events : undefined) ?? 1 };
  }
  if (type !== "printf") return otherTypes.has(type) ? "ignored" : "unreadable";
  if (!data?.endsWith("\n")) return "unreadable";
  const bytes = encodeName(data.slice(0, -1));
  return parseRecord({ bytes, at: 0, end: bytes.length }, offset) ?? "unreadable";
}

const member = jsonObject({ type: jsonText, data: jsonText });
const lostEvents = jsonObject({ data: jsonObject({ events: jsonNumber }) });

/** What else bpftrace writes. */
const otherTypes: ReadonlySet<string> = new Set([
  ...["attached_probes", "map", "hist", "stats", "value", "time", "cat", "join", "syscall"],
]);

/** The script's line in a line without an escape but its end, which nearly all are. */
function plainData({ bytes, at, end }: Cursor): Cursor | undefined {
  const data: Cursor = { bytes, at, end: end - lineEnd.length };
  if (!skipText(data, '{"type":')) return undefined;
  skipSpaces(data);
  if (!skipText(data, '"printf",')) return undefined;
  skipSpaces(data);
  if (!skipText(data, '"data":')) return undefined;
  skipSpaces(data);
  if (!skipText(data, '"')) return undefined;
  const tail: Cursor = { bytes, at: data.end, end };
  if (!skipText(tail, lineEnd)) return undefined;
  for (let index = data.at; index < data.end; index++) {
    const byte = bytes[index];
    if (byte === char.backslash || byte === char.quote) return undefined;
  }
  return data;
}

const lineEnd = '\\n"}';

/** bpftrace 0.17 writes a byte from 0x80 as `\uffffff80`: it takes it for a negative number. */
function restoreBytes({ bytes, at, end }: Cursor): Cursor {
  const restored = new Uint8Array(end - at);
  let filled = 0;
  for (let index = at; index < end; index++) {
    const byte = bytes[index] ?? 0;
    const value = byte === char.backslash ? signedByte(bytes, index, end) : byte;
    if (value >= 0) {
      restored[filled++] = value;
      if (byte === char.backslash) index += signedEscape.length + 1;
    } else {
      // What is escaped begins no escape.
      restored[filled++] = byte;
      if (++index < end) restored[filled++] = bytes[index] ?? 0;
    }
  }
  return { bytes: restored, at: 0, end: filled };
}

const signedEscape = "\\uffffff";

/** The byte that such an escape at `at` stands for; -1 when it is another one. */
function signedByte(bytes: Uint8Array, at: number, end: number): number {
  const cursor: Cursor = { bytes, at, end };
  if (!skipText(cursor, signedEscape) || cursor.at + 2 > end) return -1;
  const value = Number.parseInt(
    String.fromCharCode(bytes[cursor.at] ?? 0, bytes[cursor.at + 1] ?? 0),
    16,
  );
  return value >= 0x80 ? value : -1;
}
