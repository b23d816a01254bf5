import { parentPath } from "@coppice/image";
import type { FileEntry } from "@coppice/types";

/**
 * What a path is to Python's installers: the metadata of a distribution, an egg in one file, a link to a project that is
 * used in place, or the settings of a virtual environment.
 */
type PythonFileKind = "metadata" | "egg" | "egg-link" | "environment";

const endings: readonly (readonly [end: string, kind: PythonFileKind])[] = [
  [".dist-info/METADATA", "metadata"],
  [".egg-info/PKG-INFO", "metadata"],
  [".egg/EGG-INFO/PKG-INFO", "metadata"],
  [".egg-info", "metadata"],
  [".egg-link", "egg-link"],
  [".egg", "egg"],
  ["/pyvenv.cfg", "environment"],
];

const lastLetters = new Set([..."AOokg"].map((letter) => letter.charCodeAt(0)));

/** What `entry` is to Python's installers, if anything. */
export function pythonFileKind({ path, type }: FileEntry): PythonFileKind | undefined {
  // Most paths end otherwise, and are done with at once.
  if (type !== "file" || !lastLetters.has(path.charCodeAt(path.length - 1))) return undefined;
  const ending = endings.find(([end]) => path.endsWith(end));
  if (ending === undefined) return undefined;
  const [end, kind] = ending;
  if (kind === "environment") return kind;
  const site = parentPath(path.slice(0, path.length - end.length));
  if (isSite(site)) return kind;
  // A wheel unpacked elsewhere (`pip install --target`) is as usable; what lies deeper in a site is a package's own copy.
  return end === ".dist-info/METADATA" && !isInSite(site) ? kind : undefined;
}

/** Whether Python looks for modules in a folder of this name. */
export function isSite(folder: string): boolean {
  return folder.endsWith("/site-packages") || folder.endsWith("/dist-packages");
}

function isInSite(folder: string): boolean {
  return folder.includes("/site-packages/") || folder.includes("/dist-packages/");
}
