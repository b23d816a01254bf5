import type { FileIndex } from "@coppice/image";
import type { EventPath } from "@coppice/types";

/** A place in the image, or one outside of it as the recording system names it. */
export interface Place {
  readonly inside: boolean;
  /** Absolute; links are not followed and `..` is kept. */
  readonly path: string;
}

/** What following links needs of the subject's files. */
export type ResolvesPaths = Pick<FileIndex, "resolve" | "stat">;

/** Longest path that Linux takes (`PATH_MAX`): a longer one can only come of a folder that is not known exactly. */
export const longestPath = 4096;

/** `text` as seen from a process with this root and from this folder; `undefined` when the one it needs is not known. */
export function locate(
  root: Place | undefined,
  folder: Place | undefined,
  text: string,
): Place | undefined {
  if (!text.startsWith("/")) return folder && enter(folder, text);
  if (root === undefined) return undefined;
  if (root.path === "/") return { inside: root.inside, path: text };
  return enter(root, withoutClimbing(text));
}

/** Without the steps at the beginning that lead out of a root, which the kernel does not take. */
function withoutClimbing(text: string): string {
  const names = text.split("/");
  const first = names.findIndex((name) => name !== "" && name !== "." && name !== "..");
  return first < 0 ? "" : names.slice(first).join("/");
}

function enter(folder: Place, text: string): Place | undefined {
  const name = stripDots(text);
  if (name === "") return folder;
  const path = folder.path === "/" ? `/${name}` : `${folder.path}/${name}`;
  return path.length > longestPath ? undefined : { inside: folder.inside, path };
}

/** Without the slashes and single dots that it begins with. */
function stripDots(text: string): string {
  let start = 0;
  while (text[start] === "/" || (text[start] === "." && (text[start + 1] ?? "/") === "/")) start++;
  return text.slice(start);
}

/** The folder itself instead of links that lead to it, where the subject's files show it. */
export function settle(place: Place, files: ResolvesPaths | undefined): Place {
  if (!place.inside) return { inside: false, path: normalise(place.path) };
  const found = files?.resolve(place.path);
  return found?.found ? { inside: true, path: found.path } : place;
}

/** Undoes dots by name alone; for places outside, of whose links nothing is known. */
function normalise(path: string): string {
  const names: string[] = [];
  for (const name of path.split("/")) {
    if (name === "..") names.pop();
    else if (name !== "" && name !== ".") names.push(name);
  }
  return `/${names.join("/")}`;
}

/** Whether a path has single or double dots for names. */
export function hasDots(path: string): boolean {
  for (let at = path.indexOf("/."); at >= 0; at = path.indexOf("/.", at + 2)) {
    const end = path[at + 2] === "." ? at + 3 : at + 2;
    if (end === path.length || path[end] === "/") return true;
  }
  return false;
}

/** The part of `path` below `folder`, as an absolute path; `undefined` when it is not below. */
export function pathBelow(path: string, folder: string): string | undefined {
  if (folder === "/") return path;
  if (!path.startsWith(folder)) return undefined;
  if (path.length === folder.length) return "/";
  return path[folder.length] === "/" ? path.slice(folder.length) : undefined;
}

/** What an event says of a place; `given` is the text in the log. */
export function eventPath(place: Place | undefined, given: string, real?: string): EventPath {
  if (place === undefined) return { known: false, given, reason: "no-directory" };
  if (!place.inside) return { known: false, given, reason: "outside" };
  return { known: true, path: place.path, ...(real !== undefined && { real }) };
}
