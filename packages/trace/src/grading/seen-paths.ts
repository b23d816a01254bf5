import type { KnownPath } from "@coppice/types";
import { TraceError } from "../trace-error.ts";
import type { NamedFiles } from "./named-files.ts";
import { type BomFiles, type Place, placePath } from "./place-path.ts";
import type { AbsentUse, FileUse, UnitUses, Use } from "./unit-uses.ts";

/** A path of events, where it lies, and what the unit that used it last did with it. */
export interface SeenPath {
  readonly place: Place;
  readonly real: string | undefined;
  readonly member: string | undefined;
  unit: UnitUses | undefined;
  file: FileUse | undefined;
  inner: Use | undefined;
  absent: AbsentUse | undefined;
}

/** The different paths of a log. */
export interface SeenPaths {
  find(path: KnownPath): SeenPath;
  /** The file that a source calls by a name alone, where that is one. */
  findName(name: string): SeenPath | undefined;
}

/** Places each path of a log once: events are many and their paths are few. */
export function createSeenPaths(files: BomFiles, named: NamedFiles, limit: number): SeenPaths {
  const paths = new Map<string, SeenPath>();
  /** Paths that led to more than one place, by path and place. */
  const variants = new Map<string, SeenPath>();
  const names = new Map<string, SeenPath | undefined>();

  function requireRoom(): void {
    if (paths.size + variants.size + names.size < limit) return;
    throw new TraceError(
      "LIMIT_EXCEEDED",
      `the events name more than ${limit} different paths; grade a shorter window of time, or raise limits.paths`,
    );
  }

  function add(to: Map<string, SeenPath>, key: string, path: KnownPath): SeenPath {
    requireRoom();
    const seen = seenPath(placePath(files, path), path);
    to.set(key, seen);
    return seen;
  }

  return {
    find(path) {
      const known = paths.get(path.path);
      if (known === undefined) return add(paths, path.path, path);
      if (known.real === path.real && known.member === path.member) return known;
      const key = [path.path, path.real ?? "", path.member ?? ""].join("\0");
      return variants.get(key) ?? add(variants, key, path);
    },
    findName(name) {
      if (names.has(name)) return names.get(name);
      requireRoom();
      const place = named.find(name);
      const seen = place && seenPath(place, {});
      names.set(name, seen);
      return seen;
    },
  };
}

function seenPath(place: Place, { real, member }: Partial<KnownPath>): SeenPath {
  return {
    ...{ place, real, member },
    ...{ unit: undefined, file: undefined, inner: undefined, absent: undefined },
  };
}
