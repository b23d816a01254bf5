import type { EventProcess } from "@coppice/types";
import type { Place } from "../places/place.ts";
import { TraceError } from "../trace-error.ts";
import {
  type ChangedFiles,
  copyChangedFiles,
  releaseChangedFiles,
  shareChangedFiles,
} from "./changed-files.ts";
import type { FoldersInUse } from "./folders-in-use.ts";
import {
  copyOpenFiles,
  createOpenFiles,
  type OpenFileCount,
  type OpenFiles,
  openFile,
  releaseOpenFiles,
  shareOpenFiles,
  visitOpenFiles,
} from "./open-files.ts";

/** What the kernel keeps of one process, as far as the log shows it. */
export interface Process {
  /** Shared by all its events until something in it changes. */
  info: EventProcess;
  /** Threads share it (`CLONE_FS`). */
  folders: Folders;
  /** Threads share it (`CLONE_FILES`). */
  files: OpenFiles;
  /** Its forks return pids of a namespace (`CLONE_NEWPID`) that is not the recorder's. */
  renumbered: boolean;
  /** Its children will be in such a namespace. */
  renumbersChildren: boolean;
  /** What was mounted in its mount namespace, which it shares with all others in it. */
  mounts: ChangedFiles;
  /** Where the program that it runs lies. */
  executable?: Place | undefined;
  /** A child that came up while the fork was under way. */
  earlyChild?: Process | undefined;
  /** Where it first used a path while the log had not shown how it came up, -1 before; absent once it has. */
  unexplained?: number | undefined;
  /** It was said that it uses io_uring(7). */
  usesRing?: boolean;
  /** It, or who made it, used a file of the image while its own root was outside. */
  usesImage: boolean;
}

/** Root and working directory of a process; `undefined` when the log does not show it. */
export interface Folders {
  root: Place | undefined;
  cwd: Place | undefined;
  /** It came in by pivot_root(2), after which the kernel shows paths without the folder of the old root. */
  pivoted: boolean;
}

/** Every process of a log. */
export interface ProcessTable {
  readonly byPid: Map<number, Process>;
  /** Processes with a fork that has begun and not returned. */
  readonly forking: Set<Process>;
  /** Children whose pids the log has not told in its own numbering, and how many processes came up since. */
  readonly unseen: Set<Process>;
  strangers: number;
  /** What is known of a process that no fork brought. */
  newcomer: Folders;
  /** Where a process first came into the image from outside, and whether any ran a program there since. */
  enteredAt: number | undefined;
  runsInside: boolean;
  /** The log began before its first process ran a program, so that it has every exec. */
  showsExecs: boolean;
  /** It has forks; `undefined` when it cannot be told yet, since none has come and none is missing. */
  showsForks: boolean | undefined;
  readonly foldersInUse: FoldersInUse;
  /** What links and renames changed. */
  readonly changed: ChangedFiles;
  /** What was mounted in the first mount namespace. */
  readonly mounts: ChangedFiles;
  readonly openFiles: OpenFileCount;
  readonly limit: number;
}

/** How a child is made. */
export interface ForkOptions {
  /** Root and working directory are shared with the parent, not copied. */
  readonly folders: boolean;
  /** Open files are. */
  readonly files: boolean;
  /** The child is in a pid namespace of its own. */
  readonly newNamespace: boolean;
  /** The child has a mount namespace of its own. */
  readonly newMounts: boolean;
  /** The pid is one that the log uses, whatever the namespace. */
  readonly translated: boolean;
}

/** More forks than are under way at one time, but in a log that is made to be slow. */
const mostCandidates = 64;

/**
 * Adds a process that comes up before the log shows its parent. It may be the child of any fork under way, or one that
 * a fork returned by another number: what all of these agree on holds for it.
 */
export function adoptProcess(table: ProcessTable, pid: number): Process {
  const { forking, unseen } = table;
  const [child] = unseen;
  if (child && unseen.size === 1 && forking.size === 0) {
    unseen.clear();
    child.info = { ...child.info, pid };
    return insert(table, pid, child);
  }
  const count = forking.size + unseen.size;
  const candidates = count > mostCandidates ? [] : [...forking, ...unseen];
  const process: Process = {
    info: { pid },
    folders: candidates.length === 0 ? { ...table.newcomer } : agreedFolders(candidates),
    files: createOpenFiles(),
    renumbered: candidates.some((one) => one.renumbered || one.renumbersChildren),
    renumbersChildren: false,
    mounts: shareChangedFiles(candidates[0]?.mounts ?? table.mounts),
    usesImage: candidates.some((one) => one.usesImage),
    unexplained: count === 0 ? -1 : undefined,
  };
  const [parent] = forking;
  if (parent && count === 1) parent.earlyChild = process;
  if (unseen.size > 0 && ++table.strangers >= unseen.size) {
    for (const one of unseen) release(table, one);
    unseen.clear();
    table.strangers = 0;
  }
  return insert(table, pid, process);
}

function agreedFolders(candidates: readonly Process[]): Folders {
  return {
    root: agreed(candidates.map(({ folders }) => folders.root)),
    cwd: agreed(candidates.map(({ folders }) => folders.cwd)),
    pivoted: candidates.every(({ folders }) => folders.pivoted),
  };
}

function agreed(places: readonly (Place | undefined)[]): Place | undefined {
  const [first] = places;
  const same = (place: Place | undefined) =>
    place?.path === first?.path && place?.inside === first?.inside;
  return places.every(same) ? first : undefined;
}

/** Records that `parent` made the process `pid`. Gives the child when the log did not show it before. */
export function forkProcess(
  table: ProcessTable,
  parent: Process,
  pid: number,
  options: ForkOptions,
): Process | undefined {
  const { earlyChild } = parent;
  parent.earlyChild = undefined;
  const foreign = parent.renumbered && !options.translated;
  const known = foreign ? earlyChild : table.byPid.get(pid);
  if (known === parent) return undefined;
  if (known !== undefined && known.info.parent === undefined) {
    recogniseChild(table, parent, known, options);
    return undefined;
  }
  const child: Process = {
    info: { ...parent.info, pid, parent: parent.info.pid },
    folders: options.folders ? parent.folders : { ...parent.folders },
    files: options.files
      ? shareOpenFiles(parent.files)
      : copyOpenFiles(table.openFiles, parent.files),
    renumbered: parent.renumbered || parent.renumbersChildren || options.newNamespace,
    renumbersChildren: parent.renumbersChildren,
    mounts: options.newMounts
      ? copyChangedFiles(table.openFiles, parent.mounts)
      : shareChangedFiles(parent.mounts),
    executable: parent.executable,
    usesImage: parent.usesImage,
  };
  if (foreign) {
    table.unseen.add(child);
    checkLimit(table);
    return undefined;
  }
  removeProcess(table, pid);
  return insert(table, pid, child);
}

/** Fills in what was not known of a child that came up before its parent's fork returned. */
function recogniseChild(
  table: ProcessTable,
  parent: Process,
  child: Process,
  options: ForkOptions,
): void {
  child.info = { ...parent.info, ...child.info, parent: parent.info.pid };
  child.renumbered ||= parent.renumbersChildren || options.newNamespace;
  child.unexplained = undefined;
  child.executable ??= parent.executable;
  if (child.mounts === table.mounts && !options.newMounts) {
    shareChangedFiles(parent.mounts);
    releaseChangedFiles(table.openFiles, child.mounts);
    child.mounts = parent.mounts;
  }
  child.folders.root ??= parent.folders.root;
  child.folders.cwd ??= parent.folders.cwd;
  if (options.folders) child.folders = Object.assign(parent.folders, child.folders);
  const { openFiles } = table;
  // An exec gives a process a table of its own.
  const executed = child.info.program !== parent.info.program;
  if (options.files && !executed) {
    const { byNumber } = child.files;
    visitOpenFiles(openFiles, child.files);
    releaseOpenFiles(openFiles, child.files);
    child.files = shareOpenFiles(parent.files);
    for (const [number, file] of byNumber) openFile(openFiles, child.files, number, file);
    return;
  }
  visitOpenFiles(openFiles, parent.files);
  for (const [number, file] of parent.files.byNumber) {
    if (child.files.byNumber.has(number) || (executed && file.closeOnExec)) continue;
    openFile(openFiles, child.files, number, file);
  }
}

/** Records that `process` became another program. */
export function executeProgram(
  table: ProcessTable,
  process: Process,
  program: string,
  executable: Place | undefined,
): void {
  process.info = { ...process.info, program };
  process.executable = executable;
  const kept = copyOpenFiles(table.openFiles, process.files, (file) => !file.closeOnExec);
  releaseOpenFiles(table.openFiles, process.files);
  process.files = kept;
}

/** Forgets a process. */
export function removeProcess(table: ProcessTable, pid: number): void {
  const process = table.byPid.get(pid);
  if (process === undefined) return;
  release(table, process);
  table.byPid.delete(pid);
  table.forking.delete(process);
  // Else a chain of processes, each the child of the one before, would stay for as long as the first.
  process.earlyChild = undefined;
}

function release({ openFiles }: ProcessTable, { files, mounts }: Process): void {
  releaseOpenFiles(openFiles, files);
  releaseChangedFiles(openFiles, mounts);
}

function insert(table: ProcessTable, pid: number, process: Process): Process {
  table.byPid.set(pid, process);
  checkLimit(table);
  return process;
}

function checkLimit({ byPid, unseen, limit }: ProcessTable): void {
  if (byPid.size + unseen.size <= limit) return;
  throw new TraceError(
    "LIMIT_EXCEEDED",
    `the log shows more than ${limit} processes at one time; raise limits.processes, or record without -qq, so ` +
      "that the log shows which of them ended",
  );
}
