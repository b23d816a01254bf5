import type { EventProcess } from "@coppice/types";
import { type Place, pathBelow, type ResolvesPaths, settle } from "../places/place.ts";
import type { ReadLogOptions } from "../read-log-options.ts";
import { TraceError } from "../trace-error.ts";

/** A process of a log. */
export interface BpftraceProcess {
  /** Shared by its events until something in it changes. */
  info: EventProcess;
  /** Shared with what it forked so (`CLONE_FS`). */
  folders: BpftraceFolders;
}

/** Root and working directory; `undefined` when the log does not show it. */
export interface BpftraceFolders {
  root: Place | undefined;
  cwd: Place | undefined;
}

/** Every process of a log that did not end yet. */
export interface BpftraceProcesses {
  /** Forgets all; `first` is the process that was waited for, 0 when there is none. */
  begin(first: number): void;
  get(pid: number, offset: number): BpftraceProcess;
  fork(parent: BpftraceProcess, pid: number, sharesFolders: boolean): EventProcess;
  end(pid: number): void;
}

/** No processes yet; `onLate` is told of each whose beginning was not recorded. */
export function createProcesses(
  { cwd, imageRoot = "/" }: ReadLogOptions,
  limit: number,
  onLate: (pid: number, offset: number) => void,
): BpftraceProcesses {
  const processes = new Map<number, BpftraceProcess>();
  let first = 0;
  let isFirst = true;

  function add(pid: number, process: BpftraceProcess): BpftraceProcess {
    if (processes.size >= limit && !processes.has(pid)) {
      throw new TraceError(
        "LIMIT_EXCEEDED",
        `the log has more than ${limit} processes at one time; raise limits.processes to read it`,
      );
    }
    processes.set(pid, process);
    return process;
  }

  return {
    begin(pid) {
      processes.clear();
      first = pid;
      isFirst = true;
    },
    get(pid, offset) {
      const known = processes.get(pid);
      if (known) return known;
      const inside = imageRoot === "/";
      const place = isFirst && cwd !== undefined ? { inside: true, path: cwd } : undefined;
      isFirst = false;
      if (pid !== first) onLate(pid, offset);
      return add(pid, { info: { pid }, folders: { root: { inside, path: "/" }, cwd: place } });
    },
    fork({ folders, info: { pid: parent, program } }, pid, sharesFolders) {
      const info = { pid, parent, ...(program !== undefined && { program }) };
      add(pid, { info, folders: sharesFolders ? folders : { ...folders } });
      return info;
    },
    end: (pid) => processes.delete(pid),
  };
}

/** How a root is entered. */
export interface EnterRootOptions {
  readonly imageRoot: string | undefined;
  /** By pivot_root(2), as runtimes of containers do, and not by chroot(2). */
  readonly pivot: boolean;
  readonly files: ResolvesPaths | undefined;
}

/** Makes `place` the root. */
export function enterRoot(
  folders: BpftraceFolders,
  place: Place | undefined,
  { imageRoot, pivot, files }: EnterRootOptions,
): void {
  const root = place && settle(place, files);
  if (pivot && imageRoot === undefined) {
    // Whoever gets another root so is in a container from then on.
    folders.cwd = samePlace(root, folders.cwd) ? imageTop : undefined;
    folders.root = imageTop;
    return;
  }
  const enter = (from: Place | undefined): Place | undefined => {
    const below =
      from && !from.inside && imageRoot !== undefined ? pathBelow(from.path, imageRoot) : undefined;
    return below === undefined ? from : { inside: true, path: below };
  };
  folders.root = enter(root);
  folders.cwd = enter(folders.cwd && settle(folders.cwd, files));
}

const imageTop: Place = { inside: true, path: "/" };

function samePlace(a: Place | undefined, b: Place | undefined): boolean {
  return a !== undefined && a.inside === b?.inside && a.path === b.path;
}
