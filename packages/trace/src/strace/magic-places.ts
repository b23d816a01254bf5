import { findMagicLink, type MagicLink } from "../places/magic-link.ts";
import { locate, type Place, pathBelow } from "../places/place.ts";
import { tidyPath } from "../places/tidy-path.ts";
import { mostLinks } from "./follow-place.ts";
import type { Process, ProcessTable } from "./process-table.ts";

/**
 * Where a path leads that goes through a link of the kernel: `/proc/self/fd/3`, `/proc/7/exe`, `/dev/stdin`. The place as
 * it is when it goes through none; `undefined` when the log does not show where it leads.
 */
export function throughMagicLink(
  table: ProcessTable,
  user: Process,
  place: Place,
  followLast: boolean,
): Place | undefined {
  let at = place;
  for (let links = 0; links < mostLinks; links++) {
    const link = linkOf(user, at, followLast);
    if (link === undefined) return at;
    const owner = ownerOf(table, user, link.pid);
    const target = owner && targetOf(owner, link);
    if (target === undefined || link.rest === "") return target;
    const next = locate(undefined, target, link.rest.slice(1));
    if (next === undefined) return undefined;
    at = next;
  }
  return undefined;
}

function linkOf(user: Process, place: Place, followLast: boolean): MagicLink | undefined {
  const { root } = user.folders;
  const below = root && root.path !== "/" ? pathBelow(place.path, root.path) : place.path;
  const path = below === undefined ? "" : tidyPath(below);
  if (!path.startsWith("/proc/") && !path.startsWith("/dev/")) return undefined;
  const link = findMagicLink(path);
  return link?.rest === "" && !followLast ? undefined : link;
}

/** The process that a number in `/proc` means; pids of another namespace are not those of the log. */
function ownerOf(table: ProcessTable, user: Process, pid: number): Process | undefined {
  if (pid === 0 || pid === user.info.pid) return user;
  return user.renumbered ? undefined : table.byPid.get(pid);
}

function targetOf(owner: Process, { what, descriptor }: MagicLink): Place | undefined {
  switch (what) {
    case "exe":
      return owner.executable;
    case "cwd":
    case "root":
      return owner.folders[what];
    case "fd": {
      const file = owner.files.byNumber.get(descriptor);
      if (file !== undefined) return file.path === undefined ? noFile : file.place;
      // What the log does not show to be opened was opened by whoever recorded it.
      return descriptor <= 2 ? noFile : undefined;
    }
  }
}

/** A socket, a pipe, a terminal. */
const noFile: Place = { inside: false, path: "/" };
