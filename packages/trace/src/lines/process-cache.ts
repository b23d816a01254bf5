import type { EventProcess } from "@coppice/types";
import { longestPath } from "../places/place.ts";

/** What a record says of its process. */
interface ProcessFacts {
  readonly parent?: number | undefined;
  /** `null` when it runs another one now, which the record does not name. */
  readonly program?: string | null | undefined;
  readonly container?: string | undefined;
}

/** Gives events of one process the same object, with what its records said so far. */
export type ProcessCache = (pid: number, facts?: ProcessFacts) => EventProcess;

/** Keeps the processes of a log whose every record says by which process it is; at most `limit` at one time. */
export function createProcessCache(limit: number): ProcessCache {
  const processes = new Map<number, EventProcess>();
  return (pid, { parent, program, container } = {}) => {
    const seen = processes.get(pid);
    const isSame =
      (container === undefined || seen?.container === container) &&
      (parent === undefined || seen?.parent === undefined || seen.parent === parent);
    // A number is given again, also at the same time on another host.
    const known = isSame ? seen : undefined;
    // What is longer is no path, and would be kept.
    const named = program && program.length > longestPath ? null : program;
    const runs = named === undefined ? known?.program : (named ?? undefined);
    const isTold = (parent === undefined || known?.parent === parent) && known?.program === runs;
    if (known && isTold) return known;
    const { program: _, ...others } = known ?? {};
    const process: EventProcess = {
      ...others,
      pid,
      ...(parent !== undefined && { parent }),
      ...(runs !== undefined && { program: runs }),
      ...(container !== undefined && { container }),
    };
    // Only a cache: what is dropped is made again.
    if (processes.size >= limit) processes.clear();
    processes.set(pid, process);
    return process;
  };
}
