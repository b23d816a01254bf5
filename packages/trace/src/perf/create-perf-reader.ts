import { decodeName } from "@coppice/image";
import type { EventPath, EventProcess, FileEvent } from "@coppice/types";
import { cutLine } from "../lines/cut-line.ts";
import type { LineReader, LineSink, LineVerdict } from "../lines/read-lines.ts";
import { createRecordedPlaces } from "../places/create-recorded-places.ts";
import { nameOfFile } from "../places/kernel-name.ts";
import { longestPath } from "../places/place.ts";
import type { ReadLogOptions } from "../read-log-options.ts";
import { leadingNumber, numbersIn } from "./numbers.ts";
import { flagsIn, openedAs, pathUse, quotedIn, succeeded } from "./path-calls.ts";
import { createPerfProcesses } from "./perf-processes.ts";
import { type PerfLine, readPerfLine } from "./read-perf-line.ts";
import { readTraceLine, type TraceLine } from "./read-trace-line.ts";

/** Where a line stands. */
interface Origin {
  readonly offset: number;
  readonly time: number | undefined;
}

/** Reads the text of `perf script` and `perf trace`. */
export function createPerfReader(
  sink: LineSink,
  { imageRoot }: ReadLogOptions,
  ended: () => boolean,
): LineReader {
  const places = createRecordedPlaces({ imageRoot, inside: true });
  const processes = createPerfProcesses(sink.limits);
  /** Processes and the files in which samples of them were, each of which is told of once. */
  const sampled = new Set<string>();
  /** The event whose call chain the lines that follow are. */
  let sampling: PerfLine | undefined;
  let late = false;

  function use(
    kind: FileEvent["kind"],
    { offset, time }: Origin,
    process: EventProcess,
    given: string,
    real: boolean,
  ): void {
    const path: EventPath =
      !real && given.endsWith(cutMark)
        ? { known: false, given: given.slice(0, -cutMark.length), reason: "truncated" }
        : places.place(given, { real });
    sink.emit(
      time === undefined ? { kind, offset, process, path } : { kind, offset, time, process, path },
    );
  }

  function lose(code: "dropped" | "filtered", offset: number, count: number, reason: string): void {
    if (count > 0) sink.emit({ kind: "lost", offset, code, count, reason });
  }

  function come(kind: "start" | "exit", { offset, time }: Origin, process: EventProcess): void {
    sink.emit({ kind, offset, ...(time !== undefined && { time }), process });
  }

  /** `PERF_RECORD_MMAP2 7/7: [0x559b1e726000(0x13000) @ 0x4000 fe:00 247072 0]: r-xp /usr/bin/dash`. */
  function mapped(body: string, origin: Origin): void {
    const pid = leadingNumber(body);
    const behind = body.indexOf("]: ");
    const space = body.indexOf(" ", behind + 3);
    if (pid < 0 || behind < 0 || space < 0) return;
    const given = body.slice(space + 1);
    if (nameOfFile(given) === undefined) return;
    // What processes have mapped that are there already, perf looks up before it begins to record.
    if (origin.time === 0 && !late) {
      late = true;
      sink.emit({ kind: "lost", offset: origin.offset, code: "late-start", reason: alreadyThere });
    }
    const executable = body.slice(behind + 3, space).includes("x");
    const process = processes.find(pid);
    // After an exec the kernel maps the program first, and then its loader.
    const kind = executable && processes.firstMapping(pid) ? "exec" : executable ? "map" : "read";
    use(kind, origin, kind === "exec" ? processes.execute(pid, given) : process, given, true);
  }

  /** `PERF_RECORD_FORK(8:8):(7:7)`: process and thread, and those that made it. */
  function forked(body: string, origin: Origin): void {
    const [pid = -1, tid = -1, parent = -1] = numbersIn(body);
    if (pid < 0 || tid < 0 || parent < 0) return;
    if (pid === parent) processes.addThread(pid, tid);
    else begin(pid, parent, origin);
  }

  /** A log may tell of a fork twice, as a record and as a tracepoint. */
  function begin(pid: number, parent: number, origin: Origin): void {
    const known = processes.knows(pid) ? processes.find(pid) : undefined;
    const told = known?.parent === parent && known.program === processes.find(parent).program;
    if (!told) come("start", origin, processes.fork(pid, parent));
  }

  function exited(body: string, origin: Origin): void {
    const [pid = -1, tid = -1] = numbersIn(body);
    if (pid >= 0 && pid === tid) exit(pid, origin);
    else processes.removeThread(tid);
  }

  function exit(pid: number, origin: Origin): void {
    if (!processes.knows(pid)) return;
    come("exit", origin, processes.find(pid));
    processes.remove(pid);
  }

  function record(event: string, origin: Origin): boolean {
    if (event.startsWith("PERF_RECORD_MMAP")) mapped(event.slice(event.indexOf(" ") + 1), origin);
    else if (event.startsWith("PERF_RECORD_COMM exec: ")) {
      processes.awaitMapping(leadingNumber(event.slice(event.lastIndexOf(":") + 1)));
    } else if (event.startsWith("PERF_RECORD_FORK")) forked(event, origin);
    else if (event.startsWith("PERF_RECORD_EXIT")) exited(event, origin);
    else if (event.startsWith("PERF_RECORD_LOST")) {
      lose("dropped", origin.offset, numbersIn(event).pop() ?? 1, buffersFull);
    } else if (event.startsWith("PERF_RECORD_THROTTLE")) {
      lose("dropped", origin.offset, 1, "the kernel throttled the samples");
    } else return false;
    return true;
  }

  function traced(event: string, line: PerfLine, origin: Origin): boolean {
    const colon = event.indexOf(": ");
    const name = event.slice(0, colon);
    const body = event.slice(colon + 2);
    switch (name) {
      case "sched:sched_process_exec": {
        const end = body.lastIndexOf(" pid=");
        const given = body.slice("filename=".length, end);
        const pid = leadingNumber(body.slice(end + 5));
        if (end < 0 || pid < 0) return false;
        use("exec", origin, processes.execute(pid, given), given, false);
        return true;
      }
      case "sched:sched_process_fork": {
        const parent = leadingNumber(body.slice(body.indexOf(" pid=") + 5));
        const pid = leadingNumber(body.slice(body.lastIndexOf(" child_pid=") + 11));
        if (pid < 0 || parent < 0) return false;
        begin(pid, parent, origin);
        return true;
      }
      case "sched:sched_process_exit": {
        const pid = leadingNumber(body.slice(body.lastIndexOf(" pid=") + 5));
        if (pid < 0) return false;
        exit(pid, origin);
        return true;
      }
      default:
        return called(name, body, line, origin);
    }
  }

  /** Tracepoints of system calls: a name counts when the call that follows says that it succeeded. */
  function called(name: string, body: string, line: PerfLine, origin: Origin): boolean {
    const call = name.startsWith("syscalls:sys_") ? name.slice(name.indexOf("_", 13) + 1) : "";
    const kind = pathUse(call);
    if (kind === undefined) return false;
    if (name.startsWith("syscalls:sys_enter_")) {
      const given = quotedIn(body);
      if (given === undefined) lose("filtered", origin.offset, 1, onlyAddresses);
      processes.enter(
        line.tid,
        given === undefined
          ? undefined
          : { call, given, flags: flagsIn(body), offset: origin.offset },
      );
      return true;
    }
    const entered = processes.leave(line.tid);
    if (entered?.call !== call || entered.given === "" || !succeeded(body)) return true;
    const place = { offset: entered.offset, time: origin.time };
    use(openedAs(kind, entered.flags), place, processOf(line), entered.given, false);
    return true;
  }

  function processOf({ pid, tid }: PerfLine): EventProcess {
    return processes.find(pid ?? processes.processOf(tid));
  }

  /** A sample: the file in which the program was, in brackets at the end of the line. */
  function sample(text: string, line: PerfLine, offset: number): void {
    const open = text.lastIndexOf(" (/");
    if (open < 0 || !text.endsWith(")")) return;
    const given = text.slice(open + 2, -1);
    const process = processOf(line);
    if (given.length > longestPath) return;
    const key = `${process.pid} ${given}`;
    if (sampled.has(key) || nameOfFile(given) === undefined) return;
    if (sampled.size >= mostSampled) sampled.clear();
    sampled.add(key);
    use("call", { offset, time: line.time }, process, given, true);
  }

  function trace(line: TraceLine, offset: number): LineVerdict {
    const { tid, call, args, result } = line;
    const origin = { offset, time: undefined };
    const shown = args.indexOf("</");
    const close = args.indexOf(">", shown);
    const isShown = shown >= 0 && close > shown;
    if (isShown) {
      // perf looks the name up when it prints the line: it was open in the process, if not for this call.
      use("open", origin, processes.find(tid), args.slice(shown + 1, close), true);
    }
    if (call.startsWith("sched:")) return scheduled(call, args, origin) ? "read" : "ignored";
    const kind = pathUse(call);
    if (kind === undefined) return isShown ? "read" : "ignored";
    const begun = line.continued ? processes.leave(tid) : undefined;
    const given = begun?.call === call ? begun.given : quotedIn(args);
    const flags = begun?.flags ?? flagsIn(args);
    if (line.begun) {
      processes.enter(tid, given === undefined ? undefined : { call, given, flags, offset });
    } else if (Number.isNaN(result)) return "unreadable";
    else if (result < 0 || given === "") return "read";
    else if (given === undefined) lose("filtered", offset, 1, onlyAddresses);
    else {
      const process = kind === "exec" ? processes.execute(tid, given) : processes.find(tid);
      const began = { ...origin, offset: begun?.offset ?? offset };
      use(openedAs(kind, flags), began, process, given, false);
    }
    return "read";
  }

  /** `sched:sched_process_exec(filename: "/usr/bin/ls", pid: 9 (ls), old_pid: 9 (ls))`. */
  function scheduled(event: string, args: string, origin: Origin): boolean {
    const numberOf = (key: string): number => leadingNumber(args.split(key).pop() ?? "");
    const pid = numberOf(event === "sched:sched_process_fork" ? " child_pid: " : " pid: ");
    if (pid < 0) return false;
    switch (event) {
      case "sched:sched_process_exec": {
        const given = quotedIn(args);
        if (given) use("exec", origin, processes.execute(pid, given), given, false);
        return given !== undefined;
      }
      case "sched:sched_process_fork":
        begin(pid, numberOf(" parent_pid: "), origin);
        return true;
      case "sched:sched_process_exit":
        exit(pid, origin);
        return true;
      default:
        return false;
    }
  }

  function readLine(text: string, offset: number): LineVerdict {
    if (text.startsWith("\t")) {
      if (sampling) sample(text, sampling, offset);
      return sampling ? "read" : "ignored";
    }
    const line = readPerfLine(text);
    if (line) {
      const origin = { offset, time: line.time };
      const { event } = line;
      sampling = undefined;
      if (event.startsWith("PERF_RECORD_")) return record(event, origin) ? "read" : "ignored";
      sampling = line;
      if (traced(event, line, origin)) return "read";
      sample(event, line, offset);
      return "ignored";
    }
    const traceLine = readTraceLine(text);
    if (traceLine) return trace(traceLine, offset);
    return readOther(text, offset);
  }

  /** What perf says of itself. */
  function readOther(text: string, offset: number): LineVerdict {
    const line = text.trim();
    if (line.startsWith("LOST ")) {
      lose("dropped", offset, leadingNumber(line.slice(5)), buffersFull);
      return "read";
    }
    const lost = line.indexOf(" and lost ");
    if (line.startsWith("Processed ") && lost >= 0) {
      lose("dropped", offset, leadingNumber(line.slice(lost + 10)), buffersFull);
      return "read";
    }
    return line.startsWith("#") || line === "" ? "ignored" : "unreadable";
  }

  return {
    line({ bytes, at, end }, offset) {
      if (!ended()) return readLine(decodeName(bytes.subarray(at, end)), offset);
      sink.emit(cutLine(offset));
      return "read";
    },
  };
}

/** Stands behind a path of which the kernel kept no more (`syscall_user_buf_size`, Linux 6.19). */
const cutMark = "...";

/** So many samples are kept in mind. */
const mostSampled = 16_384;

const buffersFull = "perf could not keep up, and its buffers were full";
const alreadyThere = "processes were there before perf began to record";
const onlyAddresses = "perf shows the address of a path and not the path";
