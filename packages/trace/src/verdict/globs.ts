import type { BomFile } from "@coppice/types";
import type { BomFiles } from "../grading/place-path.ts";
import { matchGlob } from "./match-glob.ts";
import { foldersAmong, nameOf, type PathNames } from "./path-names.ts";

/** An entry that a glob may stand for; `below` when that goes for all that is below it, too. */
export interface GlobMatch {
  readonly file: BomFile;
  readonly below: boolean;
}

/**
 * Finds what globs without `..` may stand for: `*` for any run of characters but `/`, `**` for any run at all; links are
 * followed.
 */
export function createGlobs(
  files: BomFiles,
  names: PathNames,
): (glob: string) => Iterable<GlobMatch> {
  /** Folders by the part of a glob that leads to them, which many have in common. */
  const known = new Map<string, ReadonlySet<string>>();

  function foldersBelow(folders: Iterable<string>): ReadonlySet<string> {
    const found = new Set(folders);
    for (const folder of found) {
      for (const each of foldersAmong(files, names.children(folder))) found.add(each);
    }
    return found;
  }

  function step(folders: ReadonlySet<string>, part: string): ReadonlySet<string> {
    if (part === "**") return foldersBelow(folders);
    return foldersAmong(files, fitting(folders, part));
  }

  function* fitting(folders: ReadonlySet<string>, part: string): Generator<BomFile> {
    const star = part.indexOf("*");
    if (star < 0) yield* names.named(part, folders);
    else {
      for (const file of names.beginning(part.slice(0, star), folders)) {
        if (matchGlob(part, nameOf(file.path))) yield file;
      }
    }
  }

  return function* (glob) {
    const parts = glob
      .split("/")
      .filter((part) => part !== "" && part !== ".")
      .filter((part, at, all) => part !== "**" || all[at - 1] !== part);
    let key = glob.startsWith("/") ? "/" : "**";
    let folders = known.get(key) ?? (key === "/" ? new Set(["/"]) : foldersBelow(["/"]));
    known.set(key, folders);
    for (const [at, part] of parts.entries()) {
      const isLast = at === parts.length - 1;
      const any = part.indexOf("**");
      if (any >= 0 && (isLast || part !== "**")) {
        for (const file of fitting(folders, `${part.slice(0, any)}*`)) yield { file, below: true };
        return;
      }
      if (isLast) {
        for (const file of fitting(folders, part)) yield { file, below: false };
        return;
      }
      key = `${key}/${part}`;
      folders = known.get(key) ?? step(folders, part);
      if (folders.size === 0) return;
      known.set(key, folders);
    }
  };
}
