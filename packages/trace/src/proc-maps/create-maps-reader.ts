import { decodeName } from "@coppice/image";
import type { EventProcess } from "@coppice/types";
import { type Cursor, char, peek, readDigits, skipSpaces, skipText } from "../lines/cursor.ts";
import { cutLine } from "../lines/cut-line.ts";
import type { LineReader, LineSink } from "../lines/read-lines.ts";
import { createRecordedPlaces } from "../places/create-recorded-places.ts";
import { nameOfFile } from "../places/kernel-name.ts";
import type { ReadLogOptions } from "../read-log-options.ts";
import { readMapping } from "./read-mapping.ts";

/** More characters than the names of the files have that one process maps. */
const mostCharacters = 1 << 24;

/** Reads `/proc/PID/maps` or `smaps` of one process, or those of many with a line before each that names it. */
export function createMapsReader(
  sink: LineSink,
  { imageRoot }: ReadLogOptions,
  ended: () => boolean,
): LineReader {
  const places = createRecordedPlaces({ imageRoot });
  let process: EventProcess = { pid: 0 };
  /** What was said of the process's files so far. */
  const mapped = new Set<string>();
  const read = new Set<string>();
  let characters = 0;
  let begun = false;

  function begin(offset: number): void {
    if (begun) return;
    begun = true;
    const reason = "the log shows what was mapped at one moment";
    sink.emit({ kind: "lost", offset, code: "late-start", reason });
  }

  function forget(): void {
    mapped.clear();
    read.clear();
    characters = 0;
  }

  function change({ pid, program }: MapsHeading, offset: number): void {
    forget();
    const name = program === undefined ? undefined : nameOfFile(program);
    process = { pid, ...(name !== undefined && { program: name }) };
    if (program === undefined || name === undefined) return;
    sink.emit({ kind: "exec", offset, process, path: places.place(program, { real: true }) });
  }

  return {
    line(cursor, offset) {
      if (ended()) {
        sink.emit(cutLine(offset));
        return "read";
      }
      const heading = readHeading(cursor);
      if (heading) {
        begin(offset);
        change(heading, offset);
        return "read";
      }
      const start = cursor.at;
      const mapping = readMapping(cursor);
      if (mapping === undefined) {
        cursor.at = start;
        return isDetail(cursor) || isRefusal(cursor) ? "ignored" : "unreadable";
      }
      begin(offset);
      const { given, executable } = mapping;
      const kind = executable ? "map" : "read";
      const known = executable ? mapped : read;
      if (given === undefined || isShared(given) || known.has(given)) return "read";
      if (nameOfFile(given) === undefined) return "read";
      characters += given.length;
      if (characters > mostCharacters) forget();
      known.add(given);
      sink.emit({ kind, offset, process, path: places.place(given, { real: true }) });
      return "read";
    },
  };
}

/** The kernel's name of memory that processes share, which is no file. */
function isShared(given: string): boolean {
  return given === "/dev/zero (deleted)";
}

/** The line before the mappings of one process. */
export interface MapsHeading {
  readonly pid: number;
  readonly program: string | undefined;
}

/** Reads `== /proc/7 /usr/bin/dash`, whose program may be absent, or the `==> /proc/7/maps <==` of tail and head. */
export function readHeading(cursor: Cursor): MapsHeading | undefined {
  const start = cursor.at;
  if (!skipText(cursor, "== /proc/") && !skipText(cursor, "==> /proc/")) return undefined;
  const pid = readDigits(cursor);
  while (cursor.at < cursor.end && peek(cursor) !== char.space) cursor.at++;
  skipSpaces(cursor);
  const rest = cursor.bytes.subarray(cursor.at, cursor.end);
  cursor.at = start;
  if (pid < 0) return undefined;
  return { pid, program: rest[0] === char.slash ? decodeName(rest) : undefined };
}

/** Whether the line is one of the details that smaps has for each mapping. */
function isDetail({ bytes, at, end }: Cursor): boolean {
  const line = decodeName(bytes.subarray(at, Math.min(end, at + longestDetail)));
  const word = line.slice(0, line.indexOf(":"));
  const first = word.charCodeAt(0);
  return first >= 0x41 && first <= 0x5a && !word.includes(" ");
}

/** Whether the line is what cat, tail or head say of a process that has ended or may not be looked at. */
export function isRefusal({ bytes, at, end }: Cursor): boolean {
  const line = decodeName(bytes.subarray(at, Math.min(end, at + longestDetail)));
  return refusing.some((tool) => line.startsWith(tool)) && line.includes("/proc/");
}

const refusing = ["cat: ", "tail: ", "head: "];
const longestDetail = 256;
