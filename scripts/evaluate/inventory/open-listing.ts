import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createFileIndex } from "@coppice/image";
import type { FileEntry, FileTree } from "@coppice/types";

/**
 * The root file system that tar listed in `listing`, packed with gzip or xz. Files are empty but for those of the folder
 * `root` at the paths `contents`.
 */
export function openListing(listing: string, root: string, contents: readonly string[]): FileTree {
  const program = listing.endsWith(".gz") ? "gzip" : "xz";
  const text = execFileSync(program, ["-dc", listing], { encoding: "utf8", maxBuffer: 1 << 28 });
  const known = new Map(
    contents.map((path) => [path, new Uint8Array(readFileSync(join(root, path)))]),
  );
  const entries = text.split("\n").flatMap((line) => parseLine(line, known));
  return {
    ...createFileIndex(entries),
    async *read(path, range) {
      const bytes = known.get(path) ?? new Uint8Array();
      yield range ? bytes.subarray(range.start, range.end) : bytes;
    },
  };
}

const types = new Map<string, FileEntry["type"]>([
  ["d", "directory"],
  ["l", "symlink"],
  ["c", "character-device"],
]);

/** `mode owner size date time name`; a link's name is followed by where it leads. */
function parseLine(line: string, contents: ReadonlyMap<string, Uint8Array>): FileEntry[] {
  const [, letter = "", named = ""] = /^(.)\S+ \S+ +\S+ \S+ \S+ (.+)$/.exec(line) ?? [];
  if (named === "") return [];
  const [name = "", target = ""] = named.split(letter === "h" ? " link to " : " -> ");
  const path = `/${name.replace(/^\.?\/?/, "").replace(/\/$/, "")}`;
  return [
    {
      path,
      type: types.get(letter) ?? "file",
      mode: 0o644,
      uid: 0,
      gid: 0,
      size: contents.get(path)?.length ?? 0,
      ...(letter === "l" && { target }),
    },
  ];
}
