import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { createFileIndex, ImageError } from "@coppice/image";
import type { ByteRange, Digest, FileEntry } from "@coppice/types";
import { attempt } from "./attempt.ts";
import { readRange } from "./file-range.ts";
import { hostPath } from "./host-path.ts";
import { inBatches } from "./in-batches.ts";
import type { OpenedImage } from "./opened-image.ts";
import type { Reading } from "./reading.ts";
import { storedTree } from "./stored-tree.ts";
import { inodeOf, type WalkedEntry, walkFolder } from "./walk-folder.ts";

/** Opens the folder at `root` as a root file system. */
export async function openRootFolder(root: string, reading: Reading): Promise<OpenedImage> {
  const walked = await walkFolder(root, reading);
  const entries = reading.digests
    ? await withDigests(root, walked, reading)
    : walked.map(({ entry }) => entry);
  const inodes = new Map(walked.map(({ entry, inode }) => [entry.path, inode]));
  const hash = createHash("sha256");
  for (const entry of entries) hash.update(listingLine(entry));
  let closed = false;
  return {
    subject: { name: basename(resolve(root)) || "/", digest: `sha256:${hash.digest("hex")}` },
    tree: storedTree(createFileIndex(entries), (entry, range) => {
      const inode = inodes.get(entry.path);
      if (inode !== undefined && !closed) return readWalked(root, { entry, inode }, range);
      throw new ImageError("IMAGE_CLOSED", `${root} is closed; read before close()`);
    }),
    configuration: {},
    layers: [],
    async close() {
      closed = true;
    },
  };
}

async function withDigests(
  root: string,
  walked: readonly WalkedEntry[],
  reading: Reading,
): Promise<readonly FileEntry[]> {
  const digests = new Map<string, Digest | undefined>();
  const entries: FileEntry[] = [];
  const work = async (
    found: WalkedEntry,
  ): Promise<WalkedEntry & { digest: Digest | undefined }> => {
    const { entry } = found;
    const own = entry.type === "file" && entry.hardLink === undefined;
    const digest = own
      ? await attempt(entry.path, reading.onProblem, () => digestWalked(root, found, reading))
      : undefined;
    return { ...found, digest };
  };
  for await (const { entry, inode, digest } of inBatches(walked, work)) {
    // The first name of a file comes before the others.
    if (digest !== undefined) digests.set(inode, digest);
    const known = entry.type === "file" ? digests.get(inode) : undefined;
    entries.push(known === undefined ? entry : { ...entry, digest: known });
  }
  return entries;
}

async function digestWalked(root: string, found: WalkedEntry, reading: Reading): Promise<Digest> {
  const hash = createHash("sha256");
  for await (const chunk of readWalked(root, found)) {
    reading.signal?.throwIfAborted();
    hash.update(chunk);
  }
  return `sha256:${hash.digest("hex")}`;
}

/** The content of a file that was walked, if it is still the same file: a link put in its way leads to another one. */
async function* readWalked(
  root: string,
  { entry, inode }: WalkedEntry,
  range?: ByteRange,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
  const handle = await open(hostPath(root, entry.path), O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  try {
    if (inodeOf(await handle.stat({ bigint: true })) !== inode) {
      throw new ImageError(
        "CONTENT_CHANGED",
        `${entry.path} is another file than before; open ${root} again`,
      );
    }
    yield* readRange({ handle, start: 0, size: entry.size }, entry.path, range);
  } finally {
    await handle.close();
  }
}

function listingLine(entry: FileEntry): string {
  const { path, type, mode, uid, gid, size, digest, target, hardLink, device } = entry;
  const facts = [
    path,
    type,
    mode,
    uid,
    gid,
    size,
    digest,
    target,
    hardLink,
    device?.major,
    device?.minor,
  ];
  return `${JSON.stringify(facts)}\n`;
}
