import { splitLines } from "../lines/split-lines.ts";
import type { Place, ResolvesPaths } from "../places/place.ts";
import { followLine } from "./follow-line.ts";
import { followPlace } from "./follow-place.ts";
import { beginLog, type FollowLimits } from "./followed-log.ts";
import { type Scene, viewOf } from "./scene.ts";

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
    countsOutside: false,
    first: { root: { inside: true, path: "/" }, cwd, pivoted: false },
    limits,
    emit: () => {},
    onUnreadable: () => {},
    onExec: (scene, given) => {
      const { root, pivoted } = scene.process.folders;
      if (entry || (root?.path === "/" && !pivoted)) return;
      if (files && !given.startsWith("/")) return;
      if (files?.resolve(given).found === false) return;
      if (root && root.path !== "/" && hasInImage(scene, root, given)) return;
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

/** Whether the image has a program below a root in it, or mounted there. */
function hasInImage(scene: Scene, root: Place, given: string): boolean {
  const place = { inside: true, path: root.path + given };
  const origin = followPlace(viewOf(scene), place, true)?.origin;
  return origin?.inside === true && scene.files?.resolve(origin.path).found === true;
}
