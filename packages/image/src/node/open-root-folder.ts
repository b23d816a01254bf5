import { createHash } from "node:crypto";
import { type BigIntStats, closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { open } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { ImageError, indexFiles } from "@coppice/image";
import type { ByteRange, FileEntry } from "@coppice/types";
import { attempt } from "./attempt.ts";
import { becameShorter, readRange, smallBytes } from "./file-range.ts";
import { createHeadPool, type HeadPool } from "./head-pool.ts";
import { hostPath } from "./host-path.ts";
import { inBatches } from "./in-batches.ts";
import { listingDigest } from "./listing-digest.ts";
import type { OpenedImage } from "./opened-image.ts";
import type { Reading } from "./reading.ts";
import { storedTree } from "./stored-tree.ts";
import { inodeOf, type WalkedEntry, walkFolder } from "./walk-folder.ts";
import { withCode } from "./with-code.ts";

/** A file of a folder. `number` counts those whose content was looked at. */
interface FolderFile {
  entry: FileEntry;
  readonly inode: string;
  number?: number;
}

/** Opens the folder at `root` as a root file system. */
export async function openRootFolder(root: string, reading: Reading): Promise<OpenedImage> {
  const walked: readonly FolderFile[] = await walkFolder(root, reading);
  const files = new Map(walked.map((file) => [file.entry.path, file]));
  const heads = createHeadPool();
  if (reading.digests) await digestFiles(root, files, heads, reading);
  const entries = walked.map(({ entry }) => entry);
  let closed = false;
  return {
    subject: { name: basename(resolve(root)) || "/", digest: listingDigest(entries) },
    tree: storedTree(
      indexFiles(
        (path) => files.get(path)?.entry,
        () => entries,
      ),
      (entry, range) => {
        const file = files.get(entry.path);
        if (file && !closed) return readWalked(root, file, range);
        throw new ImageError("IMAGE_CLOSED", `${root} is closed; read before close()`);
      },
      ({ path, size }) => {
        const number = files.get(path)?.number;
        return number === undefined ? undefined : heads.get(number, size);
      },
    ),
    configuration: {},
    layers: [],
    deletions: [],
    async close() {
      closed = true;
    },
  };
}

/** Gives each file the digest of its content, of which the first bytes go to `heads`. */
async function digestFiles(
  root: string,
  files: ReadonlyMap<string, FolderFile>,
  heads: HeadPool,
  reading: Reading,
): Promise<void> {
  let count = 0;
  const work = (file: FolderFile): Promise<unknown> =>
    attempt(file.entry.path, reading.onProblem, async () => {
      const number = count++;
      const hash = createHash("sha256");
      let done = 0;
      for await (const chunk of readWalked(root, file)) {
        reading.signal?.throwIfAborted();
        heads.add(number, done, chunk);
        hash.update(chunk);
        done += chunk.length;
      }
      file.number = number;
      file.entry = { ...file.entry, digest: `sha256:${hash.digest("hex")}` };
    });
  const all = [...files.values()].filter(({ entry }) => entry.type === "file");
  for await (const _ of inBatches(
    all.filter(({ entry }) => entry.hardLink === undefined),
    work,
  ));
  for (const file of all) {
    const first = file.entry.hardLink === undefined ? undefined : files.get(file.entry.hardLink);
    if (first?.number === undefined || first.entry.digest === undefined) continue;
    file.number = first.number;
    file.entry = { ...file.entry, digest: first.entry.digest };
  }
}

const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
const flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK;

/** The content of a file that was walked, if it is still the same file: a link put in its way leads to another one. */
async function* readWalked(
  root: string,
  file: WalkedEntry,
  range?: ByteRange,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { entry } = file;
  const host = hostPath(root, entry.path);
  if (entry.size <= smallBytes) {
    const bytes = readWhole(root, host, file);
    const part = bytes.subarray(Math.max(range?.start ?? 0, 0), range?.end ?? entry.size);
    if (part.length > 0) yield part;
    return;
  }
  const handle = await open(host, flags).catch((cause: unknown) => {
    throw withCode(entry.path, cause);
  });
  try {
    requireSame(root, file, await handle.stat({ bigint: true }));
    yield* readRange({ handle, start: 0, size: entry.size }, entry.path, range);
  } finally {
    await handle.close();
  }
}

/** All of a small file, without a thread in between, which would take several times as long. */
function readWhole(root: string, host: Buffer, file: WalkedEntry): Uint8Array {
  const { path, size } = file.entry;
  try {
    const descriptor = openSync(host, flags);
    try {
      requireSame(root, file, fstatSync(descriptor, { bigint: true }));
      const bytes = new Uint8Array(size);
      for (let done = 0; done < size; ) {
        const length = readSync(descriptor, bytes, done, size - done, done);
        if (length === 0) throw becameShorter(path);
        done += length;
      }
      return bytes;
    } finally {
      closeSync(descriptor);
    }
  } catch (cause) {
    throw withCode(path, cause);
  }
}

function requireSame(root: string, { entry, inode }: WalkedEntry, facts: BigIntStats): void {
  if (inodeOf(facts) === inode) return;
  throw new ImageError(
    "CONTENT_CHANGED",
    `${entry.path} is another file than before; open ${root} again`,
  );
}
