import type { LostEvents } from "@coppice/types";
import type { ByProcess } from "./process-roles.ts";

/** Finds what the processes of a log show to be missing, whatever its format. */
export interface ProcessGaps {
  /** Takes each event, also those that happen outside of the subject. */
  note(event: ByProcess): void;
  /** What was missed, when all of the log is read. */
  end(): readonly LostEvents[];
}

/** Processes at one time that are remembered; the oldest of more is forgotten, as if nothing were wrong with it. */
const maximumProcesses = 65_536;

/**
 * Two signs tell of a log that does not show all: processes that come up and are never heard of again, as in one of
 * strace without `-f`, and processes that use files and run a program that nobody knows, since they were there before the
 * recording.
 */
export function createProcessGaps(): ProcessGaps {
  const silent = new Map<number, number>();
  const explained = new Map<number, number>();
  const unexplained = new Map<number, number>();
  let showsEnds = false;

  function noteUse(event: ByProcess): void {
    const { offset, process } = event;
    const { pid, program } = process;
    if (silent.size > 0) silent.delete(pid);
    // Sources that know of no processes give all events one that is none.
    if (program !== undefined || pid <= 0 || explained.has(pid) || unexplained.has(pid)) return;
    const isOutside = "path" in event && !event.path.known && event.path.reason === "outside";
    if (!isOutside) remember(unexplained, pid, offset);
  }

  return {
    note(event) {
      const { kind, offset, process } = event;
      if (kind === "start" || kind === "exec") remember(explained, process.pid, offset);
      if (kind === "start") {
        if (process.parent !== undefined) remember(silent, process.pid, offset);
      } else if (kind === "exit") {
        showsEnds = true;
        silent.delete(process.pid);
      } else noteUse(event);
    },
    end() {
      return [
        ...(showsEnds ? lossOf(silent, "unfollowed", "the log shows no more of a process") : []),
        ...lossOf(unexplained, "late-start", "the log does not show what a process runs"),
      ];
    },
  };
}

function remember(processes: Map<number, number>, pid: number, offset: number): void {
  processes.set(pid, offset);
  if (processes.size <= maximumProcesses) return;
  const [oldest] = processes.keys();
  if (oldest !== undefined) processes.delete(oldest);
}

function lossOf(
  processes: ReadonlyMap<number, number>,
  code: LostEvents["code"],
  reason: string,
): readonly LostEvents[] {
  const [offset] = processes.values();
  return offset === undefined
    ? []
    : [{ kind: "lost", code, offset, count: processes.size, reason }];
}
