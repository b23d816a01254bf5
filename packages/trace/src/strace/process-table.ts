import type { EventProcess } from "@coppice/types";
import { TraceError } from "../trace-error.ts";
import {
  copyOpenFiles,
  createOpenFiles,
  type OpenFileCount,
  type OpenFiles,
  openFile,
  releaseOpenFiles,
  shareOpenFiles,
} from "./open-files.ts";
import type { Place } from "./place.ts";

/** What the kernel keeps of one process, as far as the log shows it. */
export interface Process {
  /** Shared by all its events until something in it changes. */
  info: EventProcess;
  /** Threads share it (`CLONE_FS`). */
  folders: Folders;
  /** Threads share it (`CLONE_FILES`). */
  files: OpenFiles;
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
  /** What is known of a process that no fork brought. */
  newcomer: Folders;
  readonly openFiles: OpenFileCount;
  readonly limit: number;
}

/** What a child shares with its parent instead of getting a copy. */
export interface Sharing {
  readonly folders: boolean;
  readonly files: boolean;
}

/** Adds a process that comes up before the log shows its parent: all that its possible parents agree on holds for it. */
export function adoptProcess(table: ProcessTable, pid: number): Process {
  const parents = [...table.forking].map(({ folders }) => folders);
  const folders =
    parents.length === 0
      ? { ...table.newcomer }
      : {
          root: agreed(parents.map(({ root }) => root)),
          cwd: agreed(parents.map(({ cwd }) => cwd)),
          pivoted: parents.every(({ pivoted }) => pivoted),
        };
  return insert(table, pid, { info: { pid }, folders, files: createOpenFiles() });
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
  sharing: Sharing,
): Process | undefined {
  const known = table.byPid.get(pid);
  if (known === parent) return undefined;
  if (known !== undefined && known.info.parent === undefined) {
    recogniseChild(table, parent, known, sharing);
    return undefined;
  }
  removeProcess(table, pid);
  return insert(table, pid, {
    info: { ...parent.info, pid, parent: parent.info.pid },
    folders: sharing.folders ? parent.folders : { ...parent.folders },
    files: sharing.files
      ? shareOpenFiles(parent.files)
      : copyOpenFiles(table.openFiles, parent.files),
  });
}

/** Fills in what was not known of a child that came up before its parent's fork returned. */
function recogniseChild(
  table: ProcessTable,
  parent: Process,
  child: Process,
  sharing: Sharing,
): void {
  child.info = { ...parent.info, ...child.info, parent: parent.info.pid };
  child.folders.root ??= parent.folders.root;
  child.folders.cwd ??= parent.folders.cwd;
  if (sharing.folders) child.folders = Object.assign(parent.folders, child.folders);
  const executed = child.info.program !== parent.info.program;
  for (const [number, file] of parent.files.byNumber) {
    if (child.files.byNumber.has(number) || (executed && file.closeOnExec)) continue;
    openFile(table.openFiles, child.files, number, file);
  }
  if (!sharing.files) return;
  releaseOpenFiles(table.openFiles, parent.files);
  parent.files = shareOpenFiles(child.files);
}

/** Records that `process` became another program. */
export function executeProgram(table: ProcessTable, process: Process, program: string): void {
  process.info = { ...process.info, program };
  const kept = copyOpenFiles(table.openFiles, process.files, (file) => !file.closeOnExec);
  releaseOpenFiles(table.openFiles, process.files);
  process.files = kept;
}

/** Forgets a process. */
export function removeProcess(table: ProcessTable, pid: number): void {
  const process = table.byPid.get(pid);
  if (process === undefined) return;
  releaseOpenFiles(table.openFiles, process.files);
  table.byPid.delete(pid);
  table.forking.delete(process);
}

function insert(table: ProcessTable, pid: number, process: Process): Process {
  table.byPid.set(pid, process);
  if (table.byPid.size > table.limit) {
    throw new TraceError(
      "LIMIT_EXCEEDED",
      `the log shows more than ${table.limit} processes at one time; raise limits.processes, or record ` +
        "without -qq, so that the log shows which of them ended",
    );
  }
  return process;
}
