import type { EventPath, EventProcess, FileEvent, LossCode, NetworkEvent } from "@coppice/types";
import { createLogScope } from "../containers/log-scope.ts";
import { socketName } from "../containers/socket-name.ts";
import { readJson } from "../json/read-json.ts";
import type { JsonRecordReader } from "../json/read-json-records.ts";
import { skipText } from "../lines/cursor.ts";
import type { LineSink } from "../lines/read-lines.ts";
import { findContainerRoot } from "../places/container-root.ts";
import { createRecordedPlaces } from "../places/create-recorded-places.ts";
import type { ReadLogOptions } from "../read-log-options.ts";
import { probeFailed } from "./probe-failed.ts";
import { probedFiles } from "./probed-files.ts";
import { probedSocket } from "./probed-socket.ts";
import { programPath } from "./program-path.ts";
import { createTetragonPrograms, type TetragonProgram } from "./tetragon-programs.ts";
import {
  type TetragonEvent,
  type TetragonProcess,
  type TetragonRecord,
  tetragonRecord,
} from "./tetragon-record.ts";

/** Gives the events of one log's records. */
export function createTetragonReader(sink: LineSink, options: ReadLogOptions): JsonRecordReader {
  const scope = createLogScope(sink, options, noPolicy);
  const programs = createTetragonPrograms(sink, scope);
  const probedPlaces = createRecordedPlaces({ imageRoot: options.imageRoot });
  const readLine = tetragonRecord((execId) => programs.get(execId)?.settled ?? false);
  let offset = 0;
  let time: number | undefined;

  const origin = () => (time === undefined ? { offset } : { offset, time });

  function emitFile({ process }: TetragonProgram, kind: FileEvent["kind"], path: EventPath): void {
    sink.emit({ kind, ...origin(), process, path });
  }

  function emitSocket(
    program: TetragonProgram,
    kind: NetworkEvent["kind"],
    address?: string,
  ): void {
    if (address !== undefined) sink.emit({ kind, ...origin(), process: program.process, address });
  }

  function lose(code: LossCode, reason: string, count?: number): void {
    sink.emit({ kind: "lost", offset, code, ...(count !== undefined && { count }), reason });
  }

  /** Takes a program, as its exec or another event shows it; `parent` is the process that made it. */
  function meet(said: TetragonProcess, isExec: boolean, parent?: number): TetragonProgram {
    const known = programs.get(said);
    const program = programs.add(said, parent, offset);
    if (!program.counts || known?.counts) return program;
    const flags = new Set(said.flags?.split(" "));
    const isKnownFork = parent !== undefined && flags.has("clone") && !flags.has("execve");
    if (!isExec && !isKnownFork) {
      lose("unseen-exec", "the exec of a program is not in the log", 1);
    }
    if (flags.has("procFS")) lose("late-start", "a process began before the recording", 1);
    if (flags.has("procFS") || flags.has("clone")) {
      sink.emit({ kind: "start", ...origin(), process: program.process });
    }
    // That it runs shows that it was executed, also where the log does not show when.
    const path = programPath(said, flags, program.place);
    if (path) emitFile(program, "exec", path);
    else lose("dropped", "the name of a program that was run could not be read", 1);
    return program;
  }

  /** The program of an event, after it and the one that made it are known. */
  function programOf(
    { process, parent }: TetragonEvent,
    isExec: boolean,
  ): TetragonProgram | undefined {
    if (process === undefined) {
      lose("dropped", "an event does not say whose it is", 1);
      return undefined;
    }
    if (typeof process === "string") return programs.get(process);
    const maker = typeof parent === "string" ? programs.get(parent) : parent && meet(parent, false);
    return meet(process, isExec, maker?.process.pid);
  }

  /** Where the file of a probe in a program or library lies, which its policy names as the machine does. */
  function placeProbed(path: string, process: EventProcess): EventPath {
    const isInside = process.container === undefined || findContainerRoot(path) !== undefined;
    if (isInside || options.imageRoot !== undefined) return probedPlaces.place(path, process);
    return { known: false, given: path, reason: "outside" };
  }

  function followProbe(program: TetragonProgram, event: TetragonEvent): void {
    const name = event.function_name ?? event.event ?? "";
    scope.shownBy([event.policy_name ?? ""]);
    if (name.includes("io_uring"))
      lose("io-uring", "files can be opened through io_uring unseen", 1);
    if (probeFailed(event, name)) return;
    for (const { kind, path } of probedFiles(event, name, program.place)) {
      emitFile(program, kind, path);
    }
    const socket = probedSocket(event, name);
    if (socket) emitSocket(program, socket.kind, socket.address);
  }

  function follow(line: TetragonRecord): boolean {
    const exec = line.process_exec;
    if (exec) {
      if (typeof exec.process === "object") time ??= exec.process.start_time;
      programOf(exec, true);
      return true;
    }
    const event = eventOf(line);
    if (!event) return false;
    const program = programOf(event, false);
    if (!program?.counts) return true;
    if (line.process_exit) sink.emit({ kind: "exit", ...origin(), process: program.process });
    else if (line.process_loader) {
      if (event.path) emitFile(program, "map", program.place(event.path, true));
    } else if (line.process_uprobe || line.process_usdt) {
      if (event.path) emitFile(program, "call", placeProbed(event.path, program.process));
    } else if (line.process_connect) {
      emitSocket(program, "connect", socketName(event.destination_ip, event.destination_port));
    } else if (line.process_listen) {
      emitSocket(program, "listen", socketName(event.ip, event.port));
    } else if (line.process_accept) {
      emitSocket(program, "accept", socketName(event.source_ip, event.source_port));
    } else if (!line.process_close) followProbe(program, event);
    return true;
  }

  return {
    record(cursor, at) {
      const { value } = readJson(cursor, readLine);
      const line = value?.result ?? value;
      if (value === undefined || line === undefined) return "unreadable";
      offset = at;
      time = line.time;
      if (line.rate_limit_info) {
        const count = Number(line.rate_limit_info.number_of_dropped_process_events);
        const known = Number.isSafeInteger(count) && count > 0 ? count : 1;
        lose("dropped", "Tetragon dropped events to keep its rate limit", known);
        return "read";
      }
      if (line.process_throttle) {
        if (line.process_throttle.type !== "THROTTLE_STOP")
          lose("dropped", "Tetragon dropped events of a control group to keep its rate limit");
        return "read";
      }
      if (follow(line)) return "read";
      if (value.level !== undefined && value.msg !== undefined) return "ignored";
      return line.node_name === undefined || line.time === undefined ? "unreadable" : "ignored";
    },
    // Messages of Tetragon itself, in the form of logfmt.
    text: (cursor) =>
      skipText(cursor, "time=") || skipText(cursor, "level=") ? "ignored" : "unreadable",
    end: () => scope.end(),
  };
}

const noPolicy =
  "no tracing policy is known to have asked for every use of a file; apply the one named coppice";

function eventOf(line: TetragonRecord): TetragonEvent | undefined {
  return (
    line.process_kprobe ??
    line.process_exit ??
    line.process_tracepoint ??
    line.process_lsm ??
    line.process_loader ??
    line.process_uprobe ??
    line.process_usdt ??
    line.process_connect ??
    line.process_accept ??
    line.process_listen ??
    line.process_close
  );
}
