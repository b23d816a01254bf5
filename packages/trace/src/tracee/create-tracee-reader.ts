import type { EventPath, EventProcess, FileEvent, LossCode } from "@coppice/types";
import { createImageNotices } from "../containers/image-notices.ts";
import { createLogScope } from "../containers/log-scope.ts";
import { readJson } from "../json/read-json.ts";
import type { JsonRecordReader } from "../json/read-json-records.ts";
import type { LineSink } from "../lines/read-lines.ts";
import { longestPath } from "../places/place.ts";
import type { ReadLogOptions } from "../read-log-options.ts";
import { executedFiles, tracedFiles } from "./traced-files.ts";
import { tracedSocket } from "./traced-socket.ts";
import { type TraceeEvent, textArgument, traceeEvent } from "./tracee-event.ts";
import { readTraceeRecord } from "./tracee-record.ts";

/** Gives the events of one log's records. */
export function createTraceeReader(sink: LineSink, options: ReadLogOptions): JsonRecordReader {
  const scope = createLogScope(sink, options, noPolicy);
  const processes = new Map<number, EventProcess>();
  // One for all, since a new one would pass over all that were deleted.
  const oldest = processes.keys();
  const images = createImageNotices(sink);
  let offset = 0;
  let time: number | undefined;

  const origin = () => (time === undefined ? { offset } : { offset, time });

  function emitFile(process: EventProcess, kind: FileEvent["kind"], path: EventPath): void {
    sink.emit({ kind, ...origin(), process, path });
  }

  function lose(code: LossCode, reason: string, count?: number): void {
    sink.emit({ kind: "lost", offset, code, ...(count !== undefined && { count }), reason });
  }

  function keep(process: EventProcess): EventProcess {
    processes.set(process.pid, process);
    if (processes.size > sink.limits.processes) processes.delete(oldest.next().value ?? -1);
    return process;
  }

  function processFrom(event: TraceeEvent, program: string | undefined): EventProcess {
    const { pid, parent, container } = event;
    return {
      pid,
      ...(parent !== undefined && { parent }),
      ...(program !== undefined && program.length <= longestPath && { program }),
      ...(container !== undefined && { container: container.id }),
    };
  }

  /** The process of an event other than its exec. That it runs a program shows that this was executed. */
  function processOf(event: TraceeEvent): EventProcess {
    const known = processes.get(event.pid);
    if (known && known.container === event.container?.id) return known;
    const process = processFrom(event, event.executable ?? event.command);
    // Until the container has started, it is its runtime that sets it up, which is the machine's.
    if (!event.started) return process;
    keep(process);
    lose("unseen-exec", "the exec of a program is not in the log", 1);
    if (event.executable) {
      emitFile(process, "exec", scope.placeIn(process.container)(event.executable, true));
    }
    return process;
  }

  function followExec(event: TraceeEvent): void {
    const program = textArgument(event.args, "pathname") ?? event.executable ?? event.command;
    const process = keep(processFrom(event, program));
    const files = executedFiles(event, scope.placeIn(process.container));
    for (const { kind, path } of files) emitFile(process, kind, path);
    if (files.length === 0) {
      lose("dropped", "the name of a program that was run is not in the log", 1);
    }
  }

  /** A new process runs the program of the one that made it; a new thread is no process. */
  function followFork(event: TraceeEvent, maker: EventProcess): void {
    const child = Number(textArgument(event.args, "child_pid"));
    const thread = Number(textArgument(event.args, "child_tid") ?? child);
    if (!child || thread !== child) return;
    const process = { ...maker, pid: child, parent: maker.pid };
    if (event.started) keep(process);
    sink.emit({ kind: "start", ...origin(), process });
  }

  function followContainer({ name, args }: TraceeEvent): void {
    const id = textArgument(args, "container_id");
    if (!scope.counts(id, textArgument(args, "container_name"))) return;
    const image = textArgument(args, "container_image");
    images.say(offset, id, image, textArgument(args, "container_image_digest"));
    if (name === "existing_container") {
      lose("late-start", "a container began before the recording", 1);
    }
  }

  function followProcess(event: TraceeEvent): void {
    const { container, name } = event;
    if (!scope.counts(container?.id, container?.name)) return;
    scope.shownBy(event.policies);
    if (container) images.say(offset, container.id, container.image, container.digest);
    if (name === "sched_process_exec") {
      followExec(event);
      return;
    }
    const process = processOf(event);
    if (name === "sched_process_fork") followFork(event, process);
    else if (name === "sched_process_exit") {
      if (event.tid !== event.pid) return;
      processes.delete(event.pid);
      sink.emit({ kind: "exit", ...origin(), process });
    } else if (event.result >= 0 || event.result === inProgress) {
      for (const { kind, path } of tracedFiles(event, scope.placeIn(process.container))) {
        emitFile(process, kind, path);
      }
      const socket = tracedSocket(event);
      if (socket) sink.emit({ ...socket, ...origin(), process });
      if (ioUring.has(name)) lose("io-uring", "files can be opened through io_uring unseen", 1);
    }
  }

  return {
    record(cursor, at) {
      const { value: record } = readJson(cursor, readTraceeRecord);
      if (record === undefined) return "unreadable";
      offset = at;
      const event = traceeEvent(record);
      time = event?.time;
      if (event) {
        if (containerEvents.has(event.name)) followContainer(event);
        else if (!systemEvents.has(event.name)) followProcess(event);
        return "read";
      }
      const { level, msg } = record;
      if (level === undefined || msg === undefined) return "unreadable";
      if (!/\blost\b/i.test(msg)) return "ignored";
      lose("dropped", "Tracee says that it lost events");
      return "read";
    },
    end: () => scope.end(),
  };
}

const noPolicy =
  "no policy is known to have asked for every use of a file; record with the one named coppice";

/** `EINPROGRESS` of errno(3), which connect(2) gives for a socket that does not wait. */
const inProgress = -115;

const containerEvents: ReadonlySet<string> = new Set([
  "container_create",
  "container_remove",
  "existing_container",
]);

/** What is not done by the process that it is said of. */
const systemEvents: ReadonlySet<string> = new Set([
  "hidden_kernel_module",
  "hooked_syscall",
  "init_namespaces",
  "init_tracee_data",
  "process_execute_failed",
  "tracee_info",
]);

const ioUring: ReadonlySet<string> = new Set([
  "io_issue_sqe",
  "io_uring_create",
  "io_uring_setup",
  "io_write",
]);
