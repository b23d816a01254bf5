import { followLine } from "./follow-line.ts";
import { beginLog, type FollowLimits } from "./followed-log.ts";
import type { Place, ResolvesPaths } from "./place.ts";
import { splitLines } from "./split-lines.ts";

/** How a log enters the image. */
export interface ImageEntry {
  /** Folder of the image's root outside; `undefined` when the log does not show it. */
  readonly root: string | undefined;
}

/** What looking for the way into the image needs. */
export interface FindImageEntryOptions {
  readonly files: ResolvesPaths | undefined;
  readonly cwd: Place | undefined;
  readonly lineBytes: number;
  readonly limits: FollowLimits;
}

/**
 * Looks how the beginning of a log enters the image from outside: by a new root in which a program is then executed
 * that the image has, and that would not be there if the new root were a folder of the image. A daemon that locks
 * itself into an empty folder executes nothing there. `undefined` when the log begins inside.
 */
export function findImageEntry(
  head: Uint8Array,
  { files, cwd, lineBytes, limits }: FindImageEntryOptions,
): ImageEntry | undefined {
  let entry: ImageEntry | undefined;
  const log = beginLog({
    files,
    imageRoot: undefined,
    beganOutside: false,
    first: { root: { inside: true, path: "/" }, cwd, pivoted: false },
    limits,
    emit: () => {},
    onUnreadable: () => {},
    onExec: ({ folders }, given) => {
      const { root, pivoted } = folders;
      if (entry || (root?.path === "/" && !pivoted)) return;
      if (files && !given.startsWith("/")) return;
      if (files?.resolve(given).found === false) return;
      if (root && root.path !== "/" && files?.resolve(root.path + given).found) return;
      entry = { root: pivoted ? undefined : root?.path };
    },
  });
  const lines = splitLines({
    onLine: (line, offset) => {
      if (!entry) followLine(log, line, offset);
    },
    onLongLine: () => {},
    limit: lineBytes,
  });
  lines.push(head);
  return entry;
}
