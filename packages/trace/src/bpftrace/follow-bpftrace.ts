import type { EventPath, EventProcess, FileEvent, LossCode, NetworkEvent } from "@coppice/types";
import type { LineReader, LineSink } from "../lines/read-lines.ts";
import { eventPath, locate, type Place, settle } from "../places/place.ts";
import type { ReadLogOptions } from "../read-log-options.ts";
import { TraceError } from "../trace-error.ts";
import { type BpftraceProcess, createProcesses, enterRoot } from "./bpftrace-processes.ts";
import type { BpftraceRecord } from "./bpftrace-record.ts";
import { orderByTime } from "./order-by-time.ts";
import { readBpftraceLine } from "./read-bpftrace-line.ts";

/** Follows processes and open files through a log of `hooks/coppice.bt`. */
export function followBpftrace(sink: LineSink, options: ReadLogOptions): LineReader {
  const { files: subject } = options;
  const { limits } = sink;
  const processes = createProcesses(options, limits.processes, (pid, offset) =>
    lose("late-start", offset, `process ${pid} began before the recording`),
  );
  /** Where open files lie, by device and inode. */
  const files = new Map<string, Place>();
  /** Microseconds since 1970 at which the system came up. */
  let started: number | undefined;
  let ended = false;
  let lastOffset = 0;

  function lose(code: LossCode, offset: number, reason: string, count = 1): void {
    sink.emit({ kind: "lost", offset, code, count, reason });
  }

  function origin({ offset, micros }: BpftraceRecord, process: EventProcess) {
    return started === undefined
      ? { offset, process }
      : { offset, time: (started + micros) / 1e6, process };
  }

  function use(
    kind: FileEvent["kind"],
    record: BpftraceRecord,
    { info, folders }: BpftraceProcess,
    place: Place | undefined,
    real?: string,
  ): void {
    const given = record.text || (place?.path ?? "");
    const path: EventPath =
      folders.root?.inside === false
        ? { known: false, given, reason: "outside" }
        : record.truncated
          ? { known: false, given, reason: "truncated" }
          : eventPath(place, given, real);
    const { micros, offset } = record;
    // Written out, since spreading takes most of the time of a line.
    sink.emit(
      started === undefined
        ? { kind, offset, process: info, path }
        : { kind, offset, time: (started + micros) / 1e6, process: info, path },
    );
  }

  /** Where the path of a record lies. */
  function placeOf(record: BpftraceRecord, { folders }: BpftraceProcess): Place | undefined {
    if (record.truncated) return undefined;
    if (record.folder === "" || record.folder === noFile) {
      return locate(folders.root, folders.cwd, record.text);
    }
    const folder = files.get(record.folder);
    return locate(folders.root, folder && settle(folder, subject), record.text);
  }

  /** Keeps where a file lies; one whose place is not known is forgotten, since its number may be that of an older one. */
  function keep(file: string, place: Place | undefined): void {
    if (file === noFile) return;
    if (place === undefined) files.delete(file);
    else if (files.size < limits.openFiles || files.has(file)) files.set(file, place);
    else {
      throw new TraceError(
        "LIMIT_EXCEEDED",
        `the log has more than ${limits.openFiles} different files; raise limits.openFiles to read it`,
      );
    }
  }

  function executes(record: BpftraceRecord, process: BpftraceProcess): void {
    const { text } = record;
    // execveat(2) of an open file: the kernel makes up this name.
    const place = text.startsWith("/dev/fd/") ? files.get(record.file) : placeOf(record, process);
    process.info = { ...process.info, program: place?.path ?? text };
    use("exec", record, process, place);
  }

  function connects(
    kind: NetworkEvent["kind"],
    record: BpftraceRecord,
    process: BpftraceProcess,
  ): void {
    if (process.folders.root?.inside === false) return;
    const { flags, number, text } = record;
    const address = number === 1 ? text : number === 6 ? `[${text}]:${flags}` : `${text}:${flags}`;
    sink.emit({ ...origin(record, process.info), kind, address });
  }

  function entersRoot(record: BpftraceRecord, process: BpftraceProcess): void {
    enterRoot(process.folders, placeOf(record, process), {
      imageRoot: options.imageRoot,
      pivot: record.letter === "P",
      files: subject,
    });
  }

  function begins({ micros, pid, text }: BpftraceRecord): void {
    const seconds = Number(text.split(" ")[3]);
    started = seconds > 0 ? seconds * 1e6 - micros : undefined;
    processes.begin(pid);
    files.clear();
    ended = false;
  }

  const handlers: Handlers = {
    F(record, process) {
      if ((record.flags & cloneThread) !== 0) return;
      const child = processes.fork(process, record.number, (record.flags & cloneFs) !== 0);
      sink.emit({ ...origin(record, child), kind: "start" });
    },
    X: executes,
    E(record, { info }) {
      sink.emit({ ...origin(record, info), kind: "exit" });
      processes.end(record.pid);
    },
    O(record, process) {
      const place = placeOf(record, process);
      keep(record.file, place);
      use((record.flags & writeFlags) === 0 ? "open" : "write", record, process, place);
    },
    S(record, process) {
      const place = placeOf(record, process);
      const link = record.flags === 0 || !place?.inside ? undefined : subject?.stat(place.path);
      use("stat", record, process, place, link?.type === "symlink" ? link.path : undefined);
    },
    M(record, process) {
      const place = files.get(record.file);
      if (place) use("map", record, process, place);
    },
    C(record, process) {
      const place = placeOf(record, process);
      process.folders.cwd = place && settle(place, subject);
      keep(record.file, process.folders.cwd);
      use("stat", record, process, place);
    },
    D({ file }, { folders }) {
      const place = files.get(file);
      folders.cwd = place && settle(place, subject);
    },
    R: entersRoot,
    P: entersRoot,
    U: ({ offset, pid }) => lose("io-uring", offset, `process ${pid} set up io_uring`),
    c: (record, process) => connects("connect", record, process),
    l: (record, process) => connects("listen", record, process),
    a: (record, process) => connects("accept", record, process),
  };

  function take(record: BpftraceRecord): void {
    if (record.letter === "B") begins(record);
    else if (record.letter === "Z") ended = true;
    else handlers[record.letter]?.(record, processes.get(record.pid, record.offset));
  }

  const order = orderByTime<BpftraceRecord>(take, limits.pendingBytes);
  return {
    line(cursor, offset) {
      const line = readBpftraceLine(cursor, offset);
      if (typeof line === "string") return line;
      lastOffset = offset;
      if ("lost" in line) {
        lose("dropped", offset, "bpftrace lost events", line.lost);
        return "read";
      }
      // A new recording counts from another start.
      if (line.letter === "B") order.flush();
      order.add(line);
      return "read";
    },
    end() {
      order.flush();
      if (!ended) lose("cut", lastOffset, "the log ends before the recording did");
    },
  };
}

/** What a record does, by its letter. */
interface Handlers {
  readonly [letter: string]: (record: BpftraceRecord, process: BpftraceProcess) => void;
}

/** What stands for no file. */
const noFile = "0:0";

/** Of `linux/sched.h`. */
const cloneThread = 0x10000;
const cloneFs = 0x200;

/** O_WRONLY, O_RDWR, O_CREAT and O_TRUNC, which are the same on all architectures that bpftrace runs on. */
const writeFlags = 0x243;
