import type { FileEntry, Resolution } from "@coppice/types";

/** Finds the entry at a path that has no link in it. */
export type Lookup = (path: string) => FileEntry | undefined;

/** Options of {@link resolvePath}. */
export interface ResolvePathOptions {
  /** Whether a link at the end is followed, as open(2) does and lstat(2) does not. Default: true. */
  readonly followLast?: boolean;
  /** Folder that a relative path starts from; has no link in it. Default: the root. */
  readonly from?: string;
}

/** As many links as Linux follows before it answers ELOOP (`MAXSYMLINKS`). */
export const maximumLinks = 40;

const rootEntry: FileEntry = { path: "/", type: "directory", mode: 0o755, uid: 0, gid: 0, size: 0 };

/**
 * Follows `path` as the kernel does (path_resolution(7)): links are followed where they stand, so that `link/..` is the
 * parent of the link's target, and `..` never leaves the root.
 *
 * @example
 * ```ts
 * import { createFileIndex, resolvePath } from "@coppice/image";
 * import type { FileEntry } from "@coppice/types";
 *
 * const entry = (path: string, more: Partial<FileEntry>): FileEntry => ({
 *   path, type: "directory", mode: 0o755, uid: 0, gid: 0, size: 0, ...more,
 * });
 * const tree = createFileIndex([
 *   entry("/bin", { type: "symlink", target: "usr/bin" }),
 *   entry("/usr", {}),
 *   entry("/usr/bin", {}),
 *   entry("/usr/bin/sh", { type: "file" }),
 * ]);
 * resolvePath(tree.lookup, "/bin/..").path; // => "/usr"
 * resolvePath(tree.lookup, "/bin/sh").path; // => "/usr/bin/sh"
 * ```
 */
export function resolvePath(
  lookup: Lookup,
  path: string,
  options: ResolvePathOptions = {},
): Resolution {
  const followLast = (options.followLast ?? true) || path.endsWith("/");
  const links: string[] = [];
  const pending = path.split("/").reverse();
  let at = path.startsWith("/") ? "/" : (options.from ?? "/");
  let entry = lookup(at) ?? rootEntry;
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    // Before anything else: a slash at the end of a path asks for a folder.
    if (entry.type !== "directory") {
      return { found: false, reason: "not-a-directory", path: at, links };
    }
    if (name === "" || name === ".") continue;
    const next = name === ".." ? parentPath(at) : joinPath(at, name);
    const found = lookup(next) ?? (next === "/" ? rootEntry : undefined);
    if (found === undefined) return { found: false, reason: "absent", path: next, links };
    if (found.type === "symlink" && (followLast || pending.some((rest) => rest !== ""))) {
      if (links.length === maximumLinks) return { found: false, reason: "loop", path: next, links };
      links.push(next);
      const target = found.target ?? "";
      pending.push(...target.split("/").reverse());
      if (target.startsWith("/")) {
        at = "/";
        entry = lookup(at) ?? rootEntry;
      }
      continue;
    }
    at = next;
    entry = found;
  }
  return { found: true, path: at, entry, links };
}

/** The folder that holds `path`; the root holds itself. */
export function parentPath(path: string): string {
  return path.slice(0, path.lastIndexOf("/")) || "/";
}

/** The path of `name` in the folder `parent`. */
export function joinPath(parent: string, name: string): string {
  return parent === "/" ? `/${name}` : `${parent}/${name}`;
}
