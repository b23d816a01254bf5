import { createFileIndex, type FileIndex } from "@coppice/image";
import { type ByteRange, CoppiceError, type FileEntry, type FileTree } from "@coppice/types";

/** A tree of `entries`, whose content `read` gives. */
export function createTree(
  entries: Iterable<FileEntry>,
  read: (path: string, range: ByteRange) => Uint8Array,
): FileTree & FileIndex {
  const index = createFileIndex(entries);
  return {
    ...index,
    async *read(path, range) {
      const resolution = index.resolve(path);
      if (!resolution.found || resolution.entry.type !== "file") {
        throw new CoppiceError("FILE_ABSENT", `${path} is no file`);
      }
      yield read(resolution.path, range ?? { start: 0, end: resolution.entry.size });
    },
  };
}

/**
 * A tree of files by path; a text that begins with `-> ` makes a link, a path that ends in a slash a folder. Parents
 * come by themselves, and all are executable.
 */
export function createTextTree(
  files: Readonly<Record<string, string | Uint8Array>>,
): FileTree & FileIndex {
  const facts = { mode: 0o755, uid: 0, gid: 0, size: 0 };
  const entries = new Map<string, FileEntry>([["/", { path: "/", type: "directory", ...facts }]]);
  const contents = new Map<string, Uint8Array>();
  for (const [path, content] of Object.entries(files)) {
    for (let end = path.indexOf("/", 1); end > 0; end = path.indexOf("/", end + 1)) {
      const folder = path.slice(0, end);
      if (!entries.has(folder)) entries.set(folder, { path: folder, type: "directory", ...facts });
    }
    if (path.endsWith("/")) continue;
    if (typeof content === "string" && content.startsWith("-> ")) {
      entries.set(path, { path, type: "symlink", target: content.slice(3), ...facts });
      continue;
    }
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    entries.set(path, { path, type: "file", ...facts, size: bytes.length });
    contents.set(path, bytes);
  }
  return createTree(entries.values(), (path, { start, end }) =>
    (contents.get(path) ?? new Uint8Array()).subarray(start, end),
  );
}
