import { decodeName, type FileIndex, joinPath, parentPath } from "@coppice/image";
import { matchGlob } from "./match-glob.ts";

/** Far more files, and patterns, than any system includes. */
const maximumIncludes = 1000;

interface Line {
  readonly text: string;
  /** The file that it stands in. */
  readonly file: string;
}

/**
 * The folders that `/etc/ld.so.conf` and the files it includes name, in order, each once. See ldconfig(8). A pattern
 * after `include` is relative to the folder of its file; wildcards count in its last component only.
 */
export async function readLibraryPaths(
  index: FileIndex,
  read: (path: string) => Promise<Uint8Array | undefined>,
): Promise<string[]> {
  const folders = new Set<string>();
  const included = new Set<string>();
  let expanded = 0;
  const pending: Line[] = [{ text: "include /etc/ld.so.conf", file: "/" }];
  for (let line = pending.pop(); line !== undefined; line = pending.pop()) {
    const text = line.text.split("#", 1)[0]?.trim() ?? "";
    const [keyword, ...patterns] = text.split(/[ \t]/);
    if (keyword !== "include") {
      // `=TYPE` after a folder is of libc5's days, and `hwcap` lines are no folders.
      if (keyword !== "hwcap" && text.startsWith("/")) folders.add(text.split("=", 1)[0] ?? text);
      continue;
    }
    const lines: Line[] = [];
    const taken = patterns.filter((pattern) => pattern !== "").slice(0, maximumIncludes - expanded);
    expanded += taken.length;
    for (const file of taken.flatMap((pattern) => expand(index, pattern, line.file))) {
      if (included.has(file) || included.size === maximumIncludes) continue;
      included.add(file);
      const content = await read(file);
      if (content === undefined) continue;
      for (const text of decodeName(content).split("\n")) lines.push({ text, file });
    }
    // What is included takes the place of its line, before the lines that follow.
    for (const next of lines.reverse()) pending.push(next);
  }
  return [...folders];
}

/** The regular files that `pattern`, written in `file`, stands for, in order of their names. */
function expand(index: FileIndex, pattern: string, file: string): string[] {
  const path = pattern.startsWith("/") ? pattern : joinPath(parentPath(file), pattern);
  const folder = index.resolve(parentPath(path));
  if (!folder.found) return [];
  const name = path.slice(path.lastIndexOf("/") + 1);
  return index
    .children(folder.path)
    .filter((entry) => {
      const found = entry.path.slice(entry.path.lastIndexOf("/") + 1);
      // glob(3) lets no wildcard stand for the dot of a hidden file.
      return matchGlob(name, found) && (found[0] !== "." || name[0] === ".");
    })
    .flatMap((entry) => {
      const resolution = index.resolve(entry.path);
      return resolution.found && resolution.entry.type === "file" ? [resolution.path] : [];
    });
}
