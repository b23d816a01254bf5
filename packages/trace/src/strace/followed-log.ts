import type { RuntimeEvent } from "@coppice/types";
import type { ResolvesPaths } from "../places/place.ts";
import { createChangedFiles, shareChangedFiles } from "./changed-files.ts";
import { createFoldersInUse } from "./folders-in-use.ts";
import type { HeldLines } from "./held-lines.ts";
import { createOpenFiles } from "./open-files.ts";
import type { PendingCalls } from "./pending-calls.ts";
import type { Folders, Process, ProcessTable } from "./process-table.ts";
import { createCall, type ReusedCall } from "./read-call.ts";
import type { Header } from "./read-header.ts";
import type { Scene } from "./scene.ts";

/** How much of what the log shows is kept. */
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
  /** Those outside use the image by paths below `imageRoot`, since the caller named that. */
  readonly countsOutside: boolean;
  /** Root and working directory of the first process. */
  readonly first: Folders;
  readonly limits: FollowLimits;
  readonly emit: (event: RuntimeEvent) => void;
  readonly onExec?: (scene: Scene, given: string) => void;
  /** Takes the offset of each line that cannot be read. */
  readonly onUnreadable: (offset: number) => void;
}

/** How far a log was followed. */
export interface FollowedLog {
  readonly scene: Scene;
  readonly pending: PendingCalls;
  /** Lines whose process is not known yet. */
  readonly held: HeldLines;
  readonly header: Header;
  readonly onUnreadable: (offset: number) => void;
  /** Lines that only strace writes. */
  recognised: number;
  /** Seconds since the first line, summed up from `-r`. */
  elapsed: number;
  /** The pid by which the log calls the process that it named by none before; -1 until it does. */
  nameOfFirst: number;
  /** The process of the line before, when that has a call without a result. */
  open: Process | undefined;
  openOffset: number;
  /** That line says that it is unfinished; else it broke off, as when a program writes to the same terminal. */
  openMarked: boolean;
  /** Process and pid of the line before; `undefined` when another process may have got the pid since. */
  lastProcess: Process | undefined;
  lastPid: number;
  /** The arguments of the call that is being read. */
  readonly call: ReusedCall;
  /** A call was seen. */
  called: boolean;
  /** It was said that paths are shown by their addresses. */
  addresses: boolean;
  /** Lines have colours. */
  coloured: boolean;
  /** What follows is strace's summary, not lines of calls. */
  summary: boolean;
  /** Where the line that is being read begins, and whether it ends with the log, without a line's end. */
  lineOffset: number;
  cut: boolean;
  /** Root and working directory that the first process has. */
  readonly first: Folders;
  begun: boolean;
}

/** The first process has this pid in events when the log gives it none. */
export const unnamedPid = 0;

/** A log that nothing was read of yet. */
export function beginLog(options: FollowOptions): FollowedLog {
  const { first, limits, onUnreadable, ...scene } = options;
  const table: ProcessTable = {
    byPid: new Map(),
    forking: new Set(),
    unseen: new Set(),
    strangers: 0,
    newcomer: { ...first, cwd: undefined },
    enteredAt: undefined,
    runsInside: false,
    showsExecs: false,
    showsForks: undefined,
    foldersInUse: createFoldersInUse(first.cwd),
    changed: createChangedFiles(),
    mounts: createChangedFiles(),
    openFiles: { count: 0, limit: limits.openFiles, visited: 0, logBytes: 0 },
    limit: limits.processes,
  };
  const process: Process = {
    info: { pid: unnamedPid },
    folders: first,
    files: createOpenFiles(),
    renumbered: false,
    renumbersChildren: false,
    mounts: shareChangedFiles(table.mounts),
    usesImage: false,
  };
  return {
    scene: { ...scene, table, process, offset: 0, time: undefined },
    pending: { byProcess: new Map(), bytes: 0, limit: limits.pendingBytes },
    held: { byPid: new Map(), bytes: 0, ready: [] },
    header: { pid: -1, clock: undefined, elapsed: undefined },
    onUnreadable,
    recognised: 0,
    elapsed: 0,
    nameOfFirst: -1,
    open: undefined,
    openOffset: 0,
    openMarked: false,
    lastProcess: undefined,
    lastPid: -1,
    call: createCall(),
    called: false,
    addresses: false,
    coloured: false,
    summary: false,
    lineOffset: 0,
    cut: false,
    first,
    begun: false,
  };
}
