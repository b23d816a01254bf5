import { createFileIndex, type FileIndex, joinPath, parentPath } from "@coppice/image";
import type { Bom, BomFile, KnownPath, PackageId } from "@coppice/types";
import { TraceError } from "../trace-error.ts";
import { withFolders } from "./with-folders.ts";

/** The files of a Bom, with what makes each useful to grading. */
export interface BomFiles {
  readonly index: FileIndex;
  readonly byPath: ReadonlyMap<string, BomFile>;
  /** Packages inside archives, by the archive's path, `!/` and where they are in it. */
  readonly members: ReadonlyMap<string, readonly PackageId[]>;
}

/** Where a used path lies in the subject: one of its files, or a path that it does not have. */
export type Place = FilePlace | { readonly absent: string };

/** A used file of the subject. */
export interface FilePlace {
  readonly file: BomFile;
  /** A path that leads to it in the subject: the given one, if that does. */
  readonly given: string;
  /** Location of the package inside the file that was used. */
  readonly member?: string;
}

/**
 * Indexes the files of a Bom.
 *
 * @throws A {@link TraceError} with code `BOM_WITHOUT_FILES`.
 */
export function indexBomFiles({ files, packages, subject }: Bom): BomFiles {
  if (files === undefined) {
    throw new TraceError(
      "BOM_WITHOUT_FILES",
      `the Bom of ${subject.name} lists no files, so that no path can be placed; make it from the image itself`,
    );
  }
  const members = new Map<string, PackageId[]>();
  for (const { id, location } of packages) {
    if (!location?.includes("!/")) continue;
    const others = members.get(location);
    if (others) others.push(id);
    else members.set(location, [id]);
  }
  const all = withFolders(files);
  return {
    index: createFileIndex(all),
    byPath: new Map(all.map((file) => [file.path, file])),
    members,
  };
}

/** Finds what a path of an event is in the subject. */
export function placePath(files: BomFiles, { path, real, member }: KnownPath): Place {
  const place = placeFile(files, path, real);
  const inside = "file" in place || member !== undefined ? undefined : placeInArchive(files, path);
  if (inside) return placePath(files, inside);
  if (member === undefined || !("file" in place)) return place;
  const inner = innermostMember(files.members, place.file.path, member);
  return inner === undefined ? place : { ...place, member: inner };
}

/** Runtimes that load from archives write paths through them as if they were folders, as Yarn's Plug'n'Play does. */
function placeInArchive({ index, byPath }: BomFiles, path: string): KnownPath | undefined {
  const resolution = index.resolve(path);
  if (resolution.found || resolution.reason !== "not-a-directory") return undefined;
  if (byPath.get(resolution.path)?.type !== "file") return undefined;
  for (let end = path.indexOf("/", 1); end > 0; end = path.indexOf("/", end + 1)) {
    const archive = path.slice(0, end);
    const found = index.resolve(archive);
    if (found.found && found.path === resolution.path) {
      return { known: true, path: archive, member: path.slice(end + 1) };
    }
  }
  return undefined;
}

function placeFile({ index, byPath }: BomFiles, path: string, real: string | undefined): Place {
  const resolution = index.resolve(path);
  // What the log shows counts, unless the subject does not have it: then it is a mount, or named as another sees it.
  const shown = real === undefined ? undefined : byPath.get(real);
  if (shown) {
    const itself = shown.type === "symlink" ? index.stat(path)?.path : resolution.path;
    return { file: shown, given: itself === shown.path ? path : shown.path };
  }
  const file = resolution.found ? byPath.get(resolution.path) : undefined;
  return file ? { file, given: path } : { absent: real ?? absentPath(index, path) };
}

/** The file that a path leads to. */
export function resolveFile({ index, byPath }: BomFiles, path: string): BomFile | undefined {
  const resolution = index.resolve(path);
  return resolution.found ? byPath.get(resolution.path) : undefined;
}

/** The package deepest inside the archive that `member` is a part of. */
function innermostMember(
  members: BomFiles["members"],
  archive: string,
  member: string,
): string | undefined {
  if (members.size === 0) return undefined;
  let place = `${archive}!/${member.startsWith("/") ? member.slice(1) : member}`;
  while (place.length > archive.length) {
    if (members.has(place)) return place;
    const slash = place.lastIndexOf("/");
    place = place.slice(0, slash > 0 && place[slash - 1] === "!" ? slash - 1 : slash);
  }
  return undefined;
}

/** The path without links in the folders that lead to it, as far as the subject has them. */
function absentPath(index: FileIndex, path: string): string {
  const parent = index.resolve(parentPath(path));
  const name = path.slice(path.lastIndexOf("/") + 1);
  return parent.found && name !== ".." && name !== "" ? joinPath(parent.path, name) : path;
}
