import { collectHead, type Head } from "../lines/collect-head.ts";
import { type Cursor, char } from "../lines/cursor.ts";
import type { LineReader, LineSink, LineVerdict } from "../lines/read-lines.ts";
import { TraceError } from "../trace-error.ts";
import { findObject } from "./find-object.ts";
import { type JsonScan, nextByte, passNested } from "./json-scan.ts";
import type { JsonRecordReader } from "./read-json-records.ts";

/** A record of which the lines so far hold the beginning. */
interface OpenRecord {
  readonly offset: number;
  /** Its bytes so far; `undefined` when there are too many. */
  bytes: Head | undefined;
  /** Brackets that are open; 0 when a line ended within a string, which no other line goes on with. */
  depth: number;
}

/** Gives each JSON object of a log to `reader`, however objects and lines lie to each other. */
export function joinRecords(sink: LineSink, format: string, reader: JsonRecordReader): LineReader {
  const { lineBytes } = sink.limits;
  let open: OpenRecord | undefined;
  let recognised = false;
  let pieces = false;
  let complaints = 0;

  function read(cursor: Cursor, offset: number): LineVerdict {
    const verdict = reader.record(cursor, offset);
    if (verdict !== "unreadable") recognised = true;
    return verdict;
  }

  /** Reads a line as one without an object. */
  function readText({ bytes, end }: Cursor, start: number, offset: number): LineVerdict {
    return reader.text?.({ bytes, at: start, end }, offset) ?? "unreadable";
  }

  function giveUp(record: OpenRecord): void {
    if (record.bytes) complain(record.offset, `this is no record of ${format}`);
    open = undefined;
  }

  function complain(offset: number, message: string): void {
    complaints++;
    sink.problem(offset, message);
  }

  /** Keeps what a record has of a line, and reads it when it ends there. */
  function goOn(record: OpenRecord, scan: JsonScan): void {
    const from = scan.at;
    record.depth = passNested(scan, record.depth);
    if (scan.broken) {
      record.depth = 0;
      scan.at = scan.end;
    }
    const part = scan.bytes.subarray(from, scan.at);
    if (record.bytes?.append(part) || record.bytes?.append(lineEnd)) {
      record.bytes = undefined;
      complain(
        record.offset,
        `this record has more than ${lineBytes} bytes; raise limits.lineBytes to read it`,
      );
    }
    if (record.depth > 0 || scan.broken) return;
    open = undefined;
    const bytes = record.bytes?.bytes();
    if (bytes && read({ bytes, at: 0, end: bytes.length }, record.offset) === "unreadable") {
      giveUp(record);
    }
  }

  /** Takes a line that is not one record. */
  function takePieces(scan: JsonScan, offset: number): LineVerdict {
    const start = scan.at;
    const before = complaints;
    pieces = true;
    if (open) goOn(open, scan);
    while (!open) {
      const next = nextByte(scan);
      if (next < 0) break;
      if (next === char.openBrace) {
        open = { offset: offset + scan.at - start, bytes: collectHead(lineBytes + 1), depth: 0 };
        goOn(open, scan);
      } else if (separators.has(next)) scan.at++;
      else return complaints > before ? "ignored" : "unreadable";
    }
    return "ignored";
  }

  return {
    line(cursor, offset) {
      // A line that begins with a brace begins a record, since printers indent what is nested.
      if (open && (open.depth === 0 || cursor.bytes[cursor.at] === char.openBrace)) giveUp(open);
      if (open) return takePieces(scanOf(cursor), offset);
      const start = cursor.at;
      cursor.at = findObject(cursor);
      const skipped = cursor.at - start;
      if (isBraced(cursor)) {
        const verdict = read(cursor, offset + skipped);
        if (verdict !== "unreadable") return verdict;
        const text = skipped > 0 ? readText(cursor, start, offset) : verdict;
        if (text !== "unreadable" || isOneObject(cursor)) return text;
      }
      if (!mayBePiece(cursor.bytes[cursor.at])) return readText(cursor, start, offset);
      const verdict = takePieces(scanOf(cursor), offset + skipped);
      return verdict === "unreadable" ? readText(cursor, start, offset) : verdict;
    },
    end() {
      if (open) {
        const reason = "the log ends within this record";
        sink.emit({ kind: "lost", offset: open.offset, code: "cut", reason });
      }
      reader.end?.();
      // Lines that are pieces of another tool's records look like some of this one's.
      if (open === undefined && pieces && !recognised) {
        throw new TraceError(
          "LOG_FORMAT",
          `the log has no record of ${format}; check which file was given`,
        );
      }
    },
  };
}

/** What stands between records that are items of an array. */
const separators: ReadonlySet<number> = new Set([char.openBracket, char.comma, char.closeBracket]);

/** Whether a line that begins with a byte can be part of a record, or stand between two. */
function mayBePiece(byte: number | undefined): boolean {
  return (
    byte === char.openBrace || byte === undefined || byte <= char.space || separators.has(byte)
  );
}

const lineEnd = Uint8Array.of(char.newline);

function isBraced({ bytes, at, end }: Cursor): boolean {
  return bytes[at] === char.openBrace && bytes[end - 1] === char.closeBrace;
}

function scanOf({ bytes, at, end }: Cursor): JsonScan {
  return { bytes, at, end, broken: false };
}

/** Whether there is nothing behind the object at the cursor. */
function isOneObject(cursor: Cursor): boolean {
  const scan = scanOf(cursor);
  return passNested(scan, 0) === 0 && !scan.broken && nextByte(scan) < 0;
}
