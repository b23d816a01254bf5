import type { EventPath, FileEvent } from "@coppice/types";
import { char } from "../lines/cursor.ts";
import { cutLine } from "../lines/cut-line.ts";
import { createDayClock } from "../lines/day-clock.ts";
import { createProcessCache } from "../lines/process-cache.ts";
import type { LineReader, LineSink } from "../lines/read-lines.ts";
import { createRecordedPlaces } from "../places/create-recorded-places.ts";
import { longestPath } from "../places/place.ts";
import type { ReadLogOptions } from "../read-log-options.ts";
import type { FatraceRecord } from "./fatrace-record.ts";
import { readJsonLine } from "./read-json-line.ts";
import { readNotice } from "./read-notice.ts";
import { readTextLine } from "./read-text-line.ts";
import { splitProcesses } from "./split-processes.ts";

/** Paths whose places are kept. */
const mostPlaced = 4096;

/** Seconds of two days: what is below is a time of day. */
const earliestDate = 172_800;

/** Reads the lines of one log of fatrace; `ended` says that the line has no line end. */
export function followFatrace(
  sink: LineSink,
  options: ReadLogOptions,
  ended: () => boolean,
): LineReader {
  const places = createRecordedPlaces({
    imageRoot: options.imageRoot,
    container: options.container,
  });
  const processOf = createProcessCache(sink.limits.processes);
  const sinceMidnight = createDayClock();
  /** The lines of a file follow each other: it is opened, read and closed. */
  const placed = new Map<string, EventPath>();
  let hasLines = false;

  function placeOf(given: string): EventPath {
    const known = placed.get(given);
    if (known) return known;
    const path: EventPath = given.startsWith("/")
      ? places.place(given, { real: true })
      : { known: false, given, reason: "name" };
    if (given.length <= longestPath) {
      if (placed.size >= mostPlaced) placed.clear();
      placed.set(given, path);
    }
    return path;
  }

  function emitUses(record: FatraceRecord, offset: number): void {
    const kinds = kindsOf(record.types);
    if (kinds.length === 0) return;
    const { pid, parent, program, time } = record;
    const process = processOf(pid, { parent, program });
    const path = placeOf(record.path);
    const when =
      time === undefined ? {} : { time: time < earliestDate ? sinceMidnight(time) : time };
    for (const kind of kinds) sink.emit({ kind, offset, ...when, process, path });
  }

  return {
    line(cursor, offset) {
      if (cursor.at === cursor.end) return "ignored";
      const start = cursor.at;
      const json = cursor.bytes[start] === char.openBrace;
      const read = json ? readJsonLine(cursor) : readTextLine(cursor);
      // A program may call itself like the beginning of a notice.
      cursor.at = start;
      const notice = read === undefined ? readNotice(cursor) : undefined;
      if (notice === "harmless") return "ignored";
      if (notice !== undefined) {
        sink.emit({ kind: "lost", offset, ...notice });
        return "read";
      }
      // An object shows whether it is whole.
      if (ended() && (read === undefined ? hasLines : !json)) {
        sink.emit(cutLine(offset));
        return "read";
      }
      if (read === undefined) return "unreadable";
      hasLines = true;
      if (read.types === "") {
        sink.emit({
          kind: "lost",
          offset,
          code: "dropped",
          reason: "the queue of events was full",
        });
        return "read";
      }
      emitUses(json ? read : splitProcesses(read), offset);
      return "read";
    },
  };
}

const kindsByTypes = new Map<string, readonly FileEvent["kind"][]>();

/** Uses that the letters stand for; closing is none. Those on folders say what became of a name in it, which is not said. */
function kindsOf(types: string): readonly FileEvent["kind"][] {
  const known = kindsByTypes.get(types);
  if (known) return known;
  const kinds: FileEvent["kind"][] = [];
  if (types.includes("O")) kinds.push("open");
  if (types.includes("R")) kinds.push("read");
  if (Array.from("W+D<>").some((letter) => types.includes(letter))) kinds.push("write");
  // Any text may be given as types in JSON.
  if (types.length <= mostLetters && kindsByTypes.size < mostTypes) kindsByTypes.set(types, kinds);
  return kinds;
}

const mostLetters = 8;
const mostTypes = 256;
