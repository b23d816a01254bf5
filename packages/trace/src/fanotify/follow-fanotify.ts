import type { EventProcess, FileEvent } from "@coppice/types";
import { readJson } from "../json/read-json.ts";
import type { LineReader, LineSink } from "../lines/read-lines.ts";
import { createRecordedPlaces, type RecordedPlaces } from "../places/create-recorded-places.ts";
import type { ReadLogOptions } from "../read-log-options.ts";
import { type FanotifyRecord, readFanotifyRecord } from "./fanotify-record.ts";

/** A process, and the files that were executed since it last did anything else. */
interface FanotifyProcess {
  info: EventProcess;
  executing: Set<string> | undefined;
}

/** Follows processes through a log of `hooks/fanotify.pl`. */
export function followFanotify(sink: LineSink, options: ReadLogOptions): LineReader {
  const processes = new Map<number, FanotifyProcess>();
  let places: RecordedPlaces = createRecordedPlaces({ imageRoot: options.imageRoot });
  let ended = false;
  let lastOffset = 0;

  function begin({ root = "/", own = false }: FanotifyRecord): void {
    places = createRecordedPlaces({ imageRoot: options.imageRoot ?? root, inside: own });
    processes.clear();
    ended = false;
  }

  function processOf(pid: number, parent: number | undefined): FanotifyProcess {
    const known = processes.get(pid);
    // A parent is told at a process' first event, so that the number is that of a new one.
    if (known && parent === undefined) return known;
    // No end of a process is told; what is lost with the oldest is the name of its program.
    const [oldest] = processes.size < sink.limits.processes ? [] : processes.keys();
    if (oldest !== undefined) processes.delete(oldest);
    const program = parent === undefined ? undefined : processes.get(parent)?.info.program;
    const process: FanotifyProcess = {
      info: {
        pid,
        ...(parent !== undefined && { parent }),
        ...(program !== undefined && { program }),
      },
      executing: undefined,
    };
    processes.set(pid, process);
    return process;
  }

  /**
   * Executing a script opens the script, its interpreter and the dynamic loader, and nothing else between them: the first
   * of them is the program.
   */
  function follow(process: FanotifyProcess, kinds: readonly string[], path: string): void {
    if (!kinds.includes("exec")) {
      if (!process.executing?.has(path)) process.executing = undefined;
    } else if (process.executing) process.executing.add(path);
    else {
      process.executing = new Set([path]);
      process.info = { ...process.info, program: path };
    }
  }

  function use(record: FanotifyRecord, pid: number, given: string, offset: number): void {
    const { time } = record;
    const process = processOf(pid, record.parent);
    const path = places.place(given, { real: true });
    const kinds = record.did?.split(" ") ?? [];
    follow(process, kinds, path.known ? path.path : given);
    for (const kind of kinds) {
      if (!isKind(kind)) continue;
      const { info } = process;
      sink.emit(
        time === undefined
          ? { kind, offset, process: info, path }
          : { kind, offset, time, process: info, path },
      );
    }
  }

  return {
    line(cursor, offset) {
      const outcome = readJson(cursor, readFanotifyRecord);
      if (!outcome.read || outcome.value === undefined) return "unreadable";
      const record = outcome.value;
      lastOffset = offset;
      if (record.pid !== undefined && record.path !== undefined && record.did !== undefined) {
        use(record, record.pid, record.path, offset);
      } else if (record.fanotify !== undefined) begin(record);
      else if (record.dropped !== undefined) {
        const reason = "fanotify dropped events";
        sink.emit({ kind: "lost", offset, code: "dropped", count: record.dropped, reason });
      } else if (record.ended !== undefined) ended = true;
      else return "unreadable";
      return "read";
    },
    end() {
      if (ended) return;
      const reason = "the log ends before the recording did";
      sink.emit({ kind: "lost", offset: lastOffset, code: "cut", count: 1, reason });
    },
  };
}

const kindsRead: ReadonlySet<string> = new Set(["exec", "open", "read", "write"]);

function isKind(
  word: string,
): word is Extract<FileEvent["kind"], "exec" | "open" | "read" | "write"> {
  return kindsRead.has(word);
}
