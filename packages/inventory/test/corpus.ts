import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { FileIndex } from "@coppice/image";
import type { FileEntry, FileTree } from "@coppice/types";
import { createTree } from "./create-tree.ts";
import { openFolder } from "./open-folder.ts";

const repository = fileURLToPath(new URL("../../../", import.meta.url));
const folder = resolve(repository, process.env["COPPICE_CORPUS"] ?? "../shared/data");

/** The part of the corpus that is about inventories; absent where the corpus, tar or xz is. */
export const corpus: string | undefined =
  existsSync(join(folder, "inventory")) && spawnSync("xz", ["--version"]).status === 0
    ? join(folder, "inventory")
    : undefined;

/** Rows of a table of the corpus. */
export function readTable(path: string): string[][] {
  const text = readFileSync(join(corpus ?? "", path), "utf8");
  return text.split("\n").flatMap((line) => (line.trim() === "" ? [] : [line.split("\t")]));
}

/** Unpacks an archive of the corpus into a new folder, which the caller removes. */
export function unpack(path: string): string {
  const target = mkdtempSync(join(tmpdir(), "coppice-corpus-"));
  const { status } = spawnSync("tar", ["-xJf", join(corpus ?? "", path), "-C", target]);
  if (status !== 0) throw new Error(`cannot unpack ${path}`);
  return target;
}

/** The tree of a listing that tar printed, with contents from the folder `root` as far as they are there. */
export function openListing(path: string, root: string): FileTree & FileIndex {
  const program = path.endsWith(".gz") ? "gzip" : "xz";
  const { stdout } = spawnSync(program, ["-dc", join(corpus ?? "", path)], { maxBuffer: 1 << 28 });
  const known = openFolder(root);
  const listed = stdout.toString().split("\n").flatMap(parseLine);
  const entries = [...listed, ...known.entries()];
  return createTree(entries, (file, range) =>
    known.lookup(file)?.type === "file"
      ? readFileSync(root + file).subarray(range.start, range.end)
      : new Uint8Array(),
  );
}

const types = new Map<string, FileEntry["type"]>([
  ["d", "directory"],
  ["l", "symlink"],
  ["c", "character-device"],
]);

function parseLine(line: string): FileEntry[] {
  const [, letter = "", name = ""] = /^(.)\S+ \S+ +\S+ \S+ \S+ (.+)$/.exec(line) ?? [];
  if (name === "") return [];
  const [path = "", target] = name.split(letter === "h" ? " link to " : " -> ");
  return [
    {
      path: `/${path.replace(/^\.?\/?/, "").replace(/\/$/, "")}`,
      type: types.get(letter) ?? "file",
      mode: 0o644,
      uid: 0,
      gid: 0,
      size: 0,
      ...(letter === "l" && { target: target ?? "" }),
    },
  ];
}
