import type { EventProcess } from "@coppice/types";
import { longestPath } from "../places/place.ts";
import type { LogLimits } from "../read-log-options.ts";

/** A call that has begun and not returned. */
interface EnteredCall {
  readonly call: string;
  readonly given: string;
  readonly flags: string;
  readonly offset: number;
}

/** The processes and threads of one log. */
export interface PerfProcesses {
  find(pid: number): EventProcess;
  knows(pid: number): boolean;
  fork(pid: number, parent: number): EventProcess;
  execute(pid: number, program: string): EventProcess;
  remove(pid: number): void;
  addThread(pid: number, tid: number): void;
  removeThread(tid: number): void;
  /** The process of a thread. */
  processOf(tid: number): number;
  /** The next file that the process maps is its program. */
  awaitMapping(pid: number): void;
  /** Whether this is that file. */
  firstMapping(pid: number): boolean;
  enter(tid: number, call: EnteredCall | undefined): void;
  leave(tid: number): EnteredCall | undefined;
}

/** Keeps at most as many as the limits allow at one time; the oldest are forgotten, since not every log shows exits. */
export function createPerfProcesses({ processes }: LogLimits): PerfProcesses {
  const byPid = new Map<number, EventProcess>();
  const threads = new Map<number, number>();
  const awaiting = new Map<number, true>();
  const entered = new Map<number, EnteredCall>();

  function put<Value>(map: Map<number, Value>, key: number, value: Value): Value {
    map.set(key, value);
    if (map.size > processes) {
      for (const oldest of map.keys()) {
        map.delete(oldest);
        break;
      }
    }
    return value;
  }

  return {
    find: (pid) => byPid.get(pid) ?? put(byPid, pid, { pid }),
    knows: (pid) => byPid.has(pid),
    fork: (pid, parent) => put(byPid, pid, { ...byPid.get(parent), pid, parent }),
    execute(pid, program) {
      const { program: _, ...others } = byPid.get(pid) ?? {};
      // What is longer is no path, and would be kept.
      return put(byPid, pid, { ...others, pid, ...(program.length <= longestPath && { program }) });
    },
    remove(pid) {
      byPid.delete(pid);
      awaiting.delete(pid);
      entered.delete(pid);
    },
    addThread: (pid, tid) => put(threads, tid, pid),
    removeThread: (tid) => threads.delete(tid),
    processOf: (tid) => threads.get(tid) ?? tid,
    awaitMapping: (pid) => put(awaiting, pid, true),
    firstMapping: (pid) => awaiting.delete(pid),
    enter(tid, call) {
      if (call) put(entered, tid, call);
      else entered.delete(tid);
    },
    leave(tid) {
      const call = entered.get(tid);
      entered.delete(tid);
      return call;
    },
  };
}
