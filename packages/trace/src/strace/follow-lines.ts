import type { RuntimeEvent } from "@coppice/types";
import { TraceError } from "../trace-error.ts";
import { type Cursor, char, latin1, peek, readDigits, skipSpaces, skipText } from "./cursor.ts";
import type { ResolvesPaths } from "./place.ts";
import { emitStart } from "./process-calls.ts";
import { adoptProcess, type Folders, type Process, removeProcess } from "./process-table.ts";
import { readCall } from "./read-call.ts";
import { type Header, readHeader } from "./read-header.ts";
import type { Scene } from "./scene.ts";
import { extendHash, findSyscall, type Syscall } from "./syscalls.ts";

/** How much of the kernel's state is kept. */
export interface FollowLimits {
  /** Processes at one time. */
  readonly processes: number;
  /** Open files of all processes at one time. */
  readonly openFiles: number;
  /** Bytes of calls that have begun and not returned. */
  readonly pendingBytes: number;
}

/** What following a log needs. */
export interface FollowOptions {
  readonly files: ResolvesPaths | undefined;
  readonly imageRoot: string | undefined;
  readonly beganOutside: boolean;
  /** Root and working directory of the first process. */
  readonly first: Folders;
  readonly limits: FollowLimits;
  readonly emit: (event: RuntimeEvent) => void;
  readonly onExec?: (process: Process, given: string) => void;
  /** Called for a line, by its offset, that cannot be read. */
  readonly onUnreadable: (offset: number) => void;
}

/** Follows the lines of a log in order. */
export interface LineFollower {
  /** Takes the line at `start`; `offset` is its place in the log. */
  follow(bytes: Uint8Array, start: number, end: number, offset: number): void;
  /** Ends the log. */
  finish(): void;
  /** Lines that could only be strace's. */
  readonly recognised: () => number;
}

/** A call of which the log has shown a part. */
interface PendingCall {
  readonly syscall: Syscall | undefined;
  /** From its first argument on. */
  readonly text: Uint8Array;
  readonly offset: number;
  readonly time: number | undefined;
}

/** The process that the log does not name: lines on a terminal carry no pid while there is only one. */
const unnamedPid = 0;

export function followLines(options: FollowOptions): LineFollower {
  const table = {
    byPid: new Map<number, Process>(),
    forking: new Set<Process>(),
    newcomer: options.first,
    openFiles: { count: 0, limit: options.limits.openFiles },
    limit: options.limits.processes,
  };
  const pending = new Map<Process, PendingCall>();
  const header: Header = { pid: -1, clock: undefined, elapsed: undefined };
  let pendingBytes = 0;
  let now = 0;
  let recognised = 0;
  let nameOfUnnamed = -1;
  /** A call whose line broke off without saying so, as when a program wrote to the same terminal. */
  let broken: { readonly process: Process; readonly offset: number } | undefined;
  let scene: Scene | undefined;

  function processOf(pid: number): Process {
    const { byPid } = table;
    if (pid < 0) {
      const [only] = byPid.values();
      return byPid.get(unnamedPid) ?? only ?? adopt(unnamedPid);
    }
    const known = byPid.get(pid === nameOfUnnamed ? unnamedPid : pid);
    if (known) return known;
    const unnamed = byPid.get(unnamedPid);
    if (unnamed === undefined || nameOfUnnamed >= 0) return adopt(pid);
    nameOfUnnamed = pid;
    return unnamed;
  }
}
