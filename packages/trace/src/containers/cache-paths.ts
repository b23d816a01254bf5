import type { EventPath } from "@coppice/types";
import type { RecordedPlaces } from "../places/create-recorded-places.ts";
import { longestPath } from "../places/place.ts";

/** Places a path that a program gave or, when `real`, that the kernel made of a file. */
export type PlacePath = (given: string, real?: boolean) => EventPath;

/** So many paths of each kind are kept. */
const mostPaths = 4096;

/** What stands for bytes that are not UTF-8 in what is written in Go. */
const replaced = "\ufffd";

/**
 * Places the paths of a log of a program in Go, which replaces what is not UTF-8: such a path is a pattern. Keeps what
 * is known of each path, since most come again and again.
 */
export function cachePaths(places: RecordedPlaces): PlacePath {
  const gave = new Map<string, EventPath>();
  const made = new Map<string, EventPath>();
  return (given, real = false) => {
    const known = real ? made : gave;
    const found = known.get(given);
    if (found !== undefined) return found;
    const path = given.includes(replaced)
      ? patternPath(given.replaceAll(replaced, "*"))
      : places.place(given, { real });
    if (given.length > longestPath) return path;
    if (known.size >= mostPaths) known.clear();
    known.set(given, path);
    return path;
  };
}

/** A path of which parts are not known, with `*` and `**` for them. */
export function patternPath(given: string): EventPath {
  return { known: false, given, reason: "pattern" };
}
