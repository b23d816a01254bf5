import { createFileIndex, type FileIndex, joinPath, parentPath } from "@coppice/image";
import type { Bom, BomFile, KnownPath } from "@coppice/types";
import { TraceError } from "./trace-error.ts";

/** The files of a Bom, with what makes each useful to grading. */
export interface BomFiles {
  readonly index: FileIndex;
  readonly byPath: ReadonlyMap<string, BomFile>;
}

/** Where a used path lies in the subject: one of its files, or a path that it does not have. */
export type Placed = PlacedFile | { readonly absent: string };

/** A used file of the subject. */
interface PlacedFile {
  readonly file: BomFile;
  /** A path that leads to it in the subject: the given one, if that does. */
  readonly given: string;
}

/**
 * Indexes the files of a Bom.
 *
 * @throws A {@link TraceError} with code `BOM_WITHOUT_FILES`.
 */
export function indexBomFiles({ files, subject }: Bom): BomFiles {
  if (files === undefined) {
    throw new TraceError(
      "BOM_WITHOUT_FILES",
      `the Bom of ${subject.name} lists no files, so that no path can be placed; make it from the image itself`,
    );
  }
  return { index: createFileIndex(files), byPath: new Map(files.map((file) => [file.path, file])) };
}

/** Finds what a path of an event is in the subject. */
export function placePath({ index, byPath }: BomFiles, { path, real }: KnownPath): Placed {
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

/** The path without links in the folders that lead to it, as far as the subject has them. */
function absentPath(index: FileIndex, path: string): string {
  const parent = index.resolve(parentPath(path));
  const name = path.slice(path.lastIndexOf("/") + 1);
  return parent.found && name !== ".." && name !== "" ? joinPath(parent.path, name) : path;
}
