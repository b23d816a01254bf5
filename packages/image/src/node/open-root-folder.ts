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
import { listingDigest } from "./listing-digest.ts";
import type { OpenedImage } from "./opened-image.ts";
import type { Reading } from "./reading.ts";
import { storedTree } from "./stored-tree.ts";
import { inodeOf, type WalkedEntry, walkFolder } from "./walk-folder.ts";
import { withCode } from "./with-code.ts";

/** Opens the folder at `root` as a root file system. */
export async function openRootFolder(root: string, reading: Reading): Promise<OpenedImage> {
  const walked = await walkFolder(root, reading);
  const digests = await digestFiles(root, walked, reading);
  const inodes = new Map(walked.map(({ entry, inode }) => [entry.path, inode]));
  const entries = walked.map(({ entry, inode }): FileEntry => {
    const digest = entry.type === "file" ? digests.get(inode) : undefined;
    return digest === undefined ? entry : { ...entry, digest };
  });
  let closed = false;
  return {
    subject: { name: basename(resolve(root)) || "/", digest: listingDigest(entries) },
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

/** The digest of each file's content, by inode. */
async function digestFiles(
  root: string,
  walked: readonly WalkedEntry[],
  reading: Reading,
): Promise<ReadonlyMap<string, Digest>> {
  const digests = new Map<string, Digest>();
  if (!reading.digests) return digests;
  const files = walked.filter(({ entry }) => entry.type === "file" && !entry.hardLink);
  const work = (file: WalkedEntry): Promise<unknown> =>
    attempt(file.entry.path, reading.onProblem, async () => {
      digests.set(file.inode, await digestFile(root, file, reading));
    });
  for await (const _ of inBatches(files, work));
  return digests;
}

async function digestFile(root: string, file: WalkedEntry, reading: Reading): Promise<Digest> {
  const hash = createHash("sha256");
  for await (const chunk of readWalked(root, file)) {
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
  const flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK;
  const handle = await open(hostPath(root, entry.path), flags).catch((cause: unknown) => {
    throw withCode(entry.path, cause);
  });
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
