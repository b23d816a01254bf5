import type { FileEntry } from "@coppice/types";

const facts = { mode: 0o644, uid: 0, gid: 0, size: 0, mtime: 1 };

/** A regular file unless `more` says otherwise. */
export function entry(path: string, more: Partial<FileEntry> = {}): FileEntry {
  return { path, type: "file", ...facts, ...more };
}

export function folder(path: string, more: Partial<FileEntry> = {}): FileEntry {
  return entry(path, { type: "directory", mode: 0o755, ...more });
}

export function symlink(path: string, target: string): FileEntry {
  return entry(path, { type: "symlink", mode: 0o777, target });
}
