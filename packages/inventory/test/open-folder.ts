import { closeSync, lstatSync, openSync, readdirSync, readlinkSync, readSync } from "node:fs";
import { type FileIndex, joinPath } from "@coppice/image";
import type { FileEntry, FileTree, FileType } from "@coppice/types";
import { createTree } from "./create-tree.ts";

/** A folder of this machine as a tree. `only` says which paths are looked at; a folder that is not is not entered. */
export function openFolder(
  root: string,
  only: (path: string) => boolean = () => true,
): FileTree & FileIndex {
  const entries: FileEntry[] = [];
  const pending = ["/"];
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    const entry = readEntry(root, path);
    entries.push(entry);
    if (entry.type !== "directory") continue;
    for (const name of readdirSync(root + path)) {
      const child = joinPath(path, name);
      if (only(child)) pending.push(child);
    }
  }
  return createTree(entries, (path, { start, end }) => {
    const file = openSync(root + path, "r");
    const bytes = new Uint8Array(end - start);
    const length = readSync(file, bytes, 0, bytes.length, start);
    closeSync(file);
    return bytes.subarray(0, length);
  });
}

function readEntry(root: string, path: string): FileEntry {
  const status = lstatSync(root + path);
  const type: FileType = status.isFile()
    ? "file"
    : status.isDirectory()
      ? "directory"
      : status.isSymbolicLink()
        ? "symlink"
        : status.isCharacterDevice()
          ? "character-device"
          : "socket";
  return {
    path,
    type,
    mode: status.mode & 0o7777,
    uid: status.uid,
    gid: status.gid,
    size: type === "file" ? status.size : 0,
    ...(type === "symlink" && { target: readlinkSync(root + path) }),
  };
}
