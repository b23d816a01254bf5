import { type BigIntStats, lstatSync, readlinkSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { comparePaths, decodeName, joinPath } from "@coppice/image";
import type { FileEntry, FileType } from "@coppice/types";
import { attempt } from "./attempt.ts";
import { hostPath } from "./host-path.ts";
import { inBatches } from "./in-batches.ts";
import type { Reading } from "./reading.ts";

/** An entry of a folder with what tells its inode from others. */
export interface WalkedEntry {
  readonly entry: FileEntry;
  readonly inode: string;
}

/** Everything in the folder at `root`, in order; links are looked at and never followed. */
export async function walkFolder(root: string, reading: Reading): Promise<readonly WalkedEntry[]> {
  const { onProblem } = reading;
  const found: WalkedEntry[] = [];
  const folders: string[] = [];
  const lookAt = async (paths: readonly string[]): Promise<void> => {
    const work = (path: string) => attempt(path, onProblem, () => look(root, path));
    for await (const seen of inBatches(paths, work)) {
      if (!seen) continue;
      reading.countEntry();
      found.push(seen);
      if (seen.entry.type === "directory") folders.push(seen.entry.path);
    }
  };
  await lookAt(["/"]);
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    reading.signal?.throwIfAborted();
    const path = folder;
    const names = await attempt(path, onProblem, () =>
      readdir(hostPath(root, path), { encoding: "buffer" }),
    );
    await lookAt((names ?? []).map((name) => joinPath(path, decodeName(name))));
  }
  found.sort((a, b) => comparePaths(a.entry.path, b.entry.path));
  return nameHardLinks(found);
}

/** Asks the system without a thread in between, which would take ten times as long. */
async function look(root: string, path: string): Promise<WalkedEntry> {
  const host = hostPath(root, path);
  const facts = lstatSync(host, { bigint: true });
  const type = typeOf(facts);
  const entry: FileEntry = {
    path,
    type,
    mode: Number(facts.mode) & 0o7777,
    uid: Number(facts.uid),
    gid: Number(facts.gid),
    size: type === "file" ? Number(facts.size) : 0,
    mtime: Number(facts.mtimeMs / 1000n),
    ...(type === "symlink" && { target: decodeName(readlinkSync(host, { encoding: "buffer" })) }),
    ...(type.endsWith("-device") && { device: deviceOf(facts.rdev) }),
  };
  return { entry, inode: inodeOf(facts) };
}

/** What tells an inode from all others of the machine. */
export function inodeOf({ dev, ino }: BigIntStats): string {
  return `${dev}:${ino}`;
}

function typeOf(facts: BigIntStats): FileType {
  if (facts.isFile()) return "file";
  if (facts.isDirectory()) return "directory";
  if (facts.isSymbolicLink()) return "symlink";
  if (facts.isCharacterDevice()) return "character-device";
  if (facts.isBlockDevice()) return "block-device";
  return facts.isFIFO() ? "fifo" : "socket";
}

/** Takes Linux's `dev_t` apart (makedev(3), gnu_dev_major). */
function deviceOf(device: bigint): { readonly major: number; readonly minor: number } {
  return {
    major: Number(((device >> 8n) & 0xfffn) | ((device >> 32n) & 0xfffff000n)),
    minor: Number((device & 0xffn) | ((device >> 12n) & 0xffffff00n)),
  };
}

function nameHardLinks(found: readonly WalkedEntry[]): readonly WalkedEntry[] {
  const first = new Map<string, string>();
  return found.map(({ entry, inode }) => {
    if (entry.type !== "file") return { entry, inode };
    const hardLink = first.get(inode);
    if (hardLink === undefined) first.set(inode, entry.path);
    return { entry: hardLink === undefined ? entry : { ...entry, hardLink }, inode };
  });
}
