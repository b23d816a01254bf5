import { LockfileError } from "../lockfile-error.ts";

/** Folders of a project, in which packages are looked up as Node looks up modules. */
export interface FolderTree {
  /** Says what lies at `path`, which has slashes and is relative to the project; `key` is what lookups give. */
  add(path: string, key: string): Folder;
  /** The key of the package `name` as seen from `folder`: in its `node_modules`, or in that of a folder above. */
  resolve(folder: Folder, name: string): string | undefined;
}

/** A folder, whether something was added there or only below. */
export interface Folder {
  readonly parent: Folder | undefined;
  readonly children: Map<string, Folder>;
  key?: string;
}

/**
 * A tree without folders. A path that leaves the project (`../a`) is below no folder of it.
 *
 * Source: Node's documentation, "Loading from node_modules folders".
 */
export function createFolderTree(maximumDepth: number): FolderTree {
  const root: Folder = { parent: undefined, children: new Map() };
  const outside: Folder = { parent: undefined, children: new Map() };
  return {
    add(path, key) {
      const isInside = !path.startsWith("../") && !path.startsWith("/");
      let folder = isInside ? root : outside;
      for (const name of namesOf(path, maximumDepth)) {
        let child = folder.children.get(name);
        if (child === undefined) {
          child = { parent: folder === outside ? undefined : folder, children: new Map() };
          folder.children.set(name, child);
        }
        folder = child;
      }
      folder.key = key;
      return folder;
    },
    resolve(from, name) {
      for (let folder: Folder | undefined = from; folder; folder = folder.parent) {
        const found = folder.children.get("node_modules")?.children.get(name)?.key;
        if (found !== undefined) return found;
      }
      return undefined;
    },
  };
}

/** The names of a path; a scope and what is in it are one. */
function namesOf(path: string, maximumDepth: number): readonly string[] {
  const names: string[] = [];
  for (let start = 0; start < path.length; ) {
    let end = endOfName(path, start);
    if (path[start] === "@" && names.at(-1) === "node_modules") end = endOfName(path, end + 1);
    names.push(path.slice(start, end));
    if (names.length > maximumDepth) {
      throw new LockfileError(
        "LOCKFILE_TOO_DEEP",
        `a path has more than ${maximumDepth} folders; raise limits.depth to read it`,
      );
    }
    start = end + 1;
  }
  return names;
}

function endOfName(path: string, start: number): number {
  const slash = path.indexOf("/", start);
  return slash < 0 ? path.length : slash;
}
