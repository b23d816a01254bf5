import type { EventProcess } from "@coppice/types";
import type { LineSink } from "../lines/read-lines.ts";
import type { AuditEvent } from "./audit-event.ts";
import type { AuditDescriptor, AuditProcess, KeptProcesses } from "./kept-processes.ts";

/** The processes of one host. */
export interface AuditProcesses {
  /** The process of an event, which runs the program `exe`; says so when the log does not show how it came up. */
  find(event: AuditEvent, exe: string | undefined): AuditProcess;
  /** Whether the log showed anything of the process so far. */
  knows(pid: number): boolean;
  /** The process of an exec, as it is after that. */
  execute(event: AuditEvent, program: string, exe: string | undefined): AuditProcess;
  /** The container of an event's process, where the log names one. */
  containerOf(event: AuditEvent): string | undefined;
  remove(pid: number): void;
  /** Says what a number stands for in a process now, where that is known. */
  describe(process: AuditProcess, number: number, descriptor: AuditDescriptor | undefined): void;
}

/** `PID_MAX_LIMIT`: the numbers of a host's processes are below. */
const pidsPerHost = 2 ** 22;

/** Follows the processes of one host, which has a number of its own among those of its log. */
export function createAuditProcesses(
  { emit }: LineSink,
  kept: KeptProcesses,
  host: number,
): AuditProcesses {
  const keyOf = (pid: number): number => host * pidsPerHost + (pid % pidsPerHost);

  function keep(info: EventProcess, exe: string | undefined): AuditProcess {
    const process: AuditProcess = { info, exe, descriptors: undefined };
    kept.put(keyOf(info.pid), process);
    return process;
  }

  function infoOf(event: AuditEvent, program: string | undefined): EventProcess {
    const { pid, ppid } = event;
    const container = containerOf(event);
    return {
      pid,
      parent: ppid,
      ...(program !== undefined && { program }),
      ...(container !== undefined && { container }),
    };
  }

  function containerOf({ container, pid, ppid }: AuditEvent): string | undefined {
    if (container !== undefined) return container;
    const known = kept.get(keyOf(pid));
    return (known?.info.parent === ppid ? known : kept.get(keyOf(ppid)))?.info.container;
  }

  function emitStart({ offset, time }: AuditEvent, process: EventProcess): void {
    emit({ kind: "start", offset, ...(time !== undefined && { time }), process });
  }

  return {
    containerOf,
    find(event, exe) {
      const { pid, ppid, offset } = event;
      const known = kept.use(keyOf(pid));
      if (known && (exe === undefined || known.exe === exe)) {
        const { parent: before, container, program } = known.info;
        if (before === ppid && container === containerOf(event)) return known;
        const process = keep(infoOf(event, program), known.exe);
        for (const [number, descriptor] of known.descriptors ?? []) {
          kept.describe(process, number, descriptor);
        }
        // Its parent ended, or it is another process by the number of one that did.
        if (before !== ppid) emitStart(event, process.info);
        return process;
      }
      const parent = known ? undefined : kept.get(keyOf(ppid));
      if (parent && (exe === undefined || parent.exe === exe)) {
        const process = keep(infoOf(event, parent.info.program), parent.exe);
        emitStart(event, process.info);
        return process;
      }
      emit({
        kind: "lost",
        offset,
        code: "unseen-exec",
        count: 1,
        reason: `no record shows how process ${pid} came to run ${exe ?? "its program"}`,
      });
      return keep(infoOf(event, exe), exe);
    },
    execute(event, program, exe) {
      const isNew = kept.get(keyOf(event.pid))?.info.parent !== event.ppid;
      const process = keep(infoOf(event, program), exe);
      if (isNew) emitStart(event, process.info);
      return process;
    },
    knows: (pid) => kept.get(keyOf(pid)) !== undefined,
    remove: (pid) => kept.remove(keyOf(pid)),
    describe: kept.describe,
  };
}
