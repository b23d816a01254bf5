import type { EventPath } from "@coppice/types";
import { findContainerRoot } from "./container-root.ts";
import { isContainer } from "./is-container.ts";
import { nameOfFile } from "./kernel-name.ts";
import { findMagicLink } from "./magic-link.ts";
import { longestPath, pathBelow } from "./place.ts";
import { climbsOut, tidyPath } from "./tidy-path.ts";

/** How a source names paths. */
export interface RecordedRoots {
  /** Folder in which the recording system sees the image's root, where that is known. */
  readonly imageRoot?: string | undefined;
  /** Container whose events count: its id, the beginning of that, or its name. */
  readonly container?: string | undefined;
  /** The source names paths as the process that uses them sees them. */
  readonly inside?: boolean;
}

/** What a source says of one path. */
export interface RecordedFacts {
  /**
   * The kernel made the path from the file (`d_path`): no link is in it, and marks such as ` (deleted)` are the kernel's.
   * Else it is what the program gave.
   */
  readonly real?: boolean;
  /** Folder that a relative path starts from, as the source names it. */
  readonly folder?: string | undefined;
  /** Container of the process, where the source says it by other means than the path. */
  readonly container?: string | undefined;
}

/** Places the paths of one log. */
export interface RecordedPlaces {
  /** Where a path of the log lies in the image; paths are asked for in the order of the log. */
  place(given: string, facts?: RecordedFacts): EventPath;
}

/**
 * Places for the paths of a log whose source does not follow folders and roots itself.
 *
 * Without `imageRoot` all paths must lie in one root: the first that the log names, be it the recording system's own or
 * that of a container below an engine's folder (`…/overlay2/ID/merged/…`). What lies in another is unknown, since it may
 * be the image's. So is a layer (`…/overlay2/ID/diff/…`), unless the source says which container used it, and what the
 * kernel's links in `/proc` lead to.
 */
export function createRecordedPlaces({
  imageRoot,
  container: wanted,
  inside = false,
}: RecordedRoots): RecordedPlaces {
  const root = imageRoot === undefined ? undefined : tidyPath(imageRoot);
  let rootInUse: string | undefined;

  /** `path` seen from `other`, which may be the image's root if no other root was seen. */
  function seenFrom(other: string, path: string): string | undefined {
    rootInUse ??= other;
    return rootInUse === other ? pathBelow(path, other) : undefined;
  }

  /** The path in a container that its host's path names, {@link outside} or {@link unknown}. */
  function inContainer(path: string, container: string | undefined): string {
    const found = findContainerRoot(path);
    if (found === undefined) {
      if (container !== undefined) return path;
      return wanted === undefined ? (seenFrom("/", path) ?? unknown) : outside;
    }
    const below = path.slice(found.length) || "/";
    if (container !== undefined) return below;
    if (wanted !== undefined && found.container !== undefined) {
      return isContainer(wanted, found.container) ? below : outside;
    }
    if (found.layer || wanted !== undefined) return unknown;
    return seenFrom(path.slice(0, found.length), path) ?? unknown;
  }

  function pathInImage(path: string, facts: RecordedFacts): string {
    const link = facts.real ? undefined : findMagicLink(path);
    if (link?.what === "root" && link.pid === 0) {
      return pathInImage(tidyPath(link.rest || "/"), facts);
    }
    if (link && (link.what !== "root" || root === "/")) return unknown;
    const below = root === undefined ? undefined : pathBelow(path, root);
    if (below !== undefined) return below;
    if (inside) {
      if (link) return unknown;
      // Whoever names a container's files by its host's folder is not in that container.
      return root === undefined && findContainerRoot(path) ? outside : path;
    }
    if (root !== undefined) return outside;
    if (link === undefined) return inContainer(path, facts.container);
    if (wanted !== undefined) return unknown;
    return seenFrom(path.slice(0, path.length - link.rest.length), path) ?? unknown;
  }

  return {
    place(given, facts = {}) {
      const { real = false, folder } = facts;
      const name = real ? nameOfFile(given) : given;
      if (name === undefined) return { known: false, given, reason: "outside" };
      const whole = name.startsWith("/") || folder === undefined ? name : `${folder}/${name}`;
      const usable = whole.startsWith("/") && whole.length <= longestPath;
      const tidy = tidyPath(whole);
      const found = usable ? pathInImage(tidy, facts) : unknown;
      // From a folder of the host that is the image's root, `..` leads on into the host.
      const path = found !== tidy && climbsOut(found) ? unknown : found;
      if (path === outside) return { known: false, given, reason: "outside" };
      if (path === unknown) return { known: false, given, reason: "no-directory" };
      return real ? { known: true, path, real: path } : { known: true, path };
    },
  };
}

/** Why a path is not the image's; no path begins like these. */
const outside = "outside";
const unknown = "unknown";
