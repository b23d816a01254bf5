import { createHash } from "node:crypto";
import {
  comparePaths,
  isImageError,
  joinPath,
  type LayerSquash,
  parentPath,
  type SquashMember,
  scanTar,
  squashLayers,
} from "@coppice/image";
import type { Digest, FileEntry } from "@coppice/types";
import type { LayerPlan } from "./layer-plan.ts";
import type { LayerSource } from "./layer-source.ts";
import { sameFacts } from "./same-facts.ts";

/** What {@link findDifference} finds. */
export interface LayerDifference {
  /** What a layer on top has to hold, whiteouts among it, so that just the wanted entries are there. */
  readonly fixes: readonly FileEntry[];
  /** The lowest layer that cannot stand on those below it, so that it has to be made from its entries. */
  readonly failed?: number;
}

/** Lays the planned layers over each other and compares what they make with what is wanted. */
export async function findDifference(
  layers: readonly LayerPlan[],
  wanted: readonly FileEntry[],
  signal?: AbortSignal,
): Promise<LayerDifference> {
  const unlimited = Number.POSITIVE_INFINITY;
  const squash = squashLayers({ entries: unlimited, characters: unlimited });
  for (const { number, source, entries } of layers) {
    squash.startLayer(source?.diffId ?? "");
    if (!source) {
      for (const entry of entries) squash.add(memberOf(entry), entry.digest);
    } else if (!(await addSource(squash, source, signal))) {
      return { fixes: [], failed: number };
    }
  }
  const found = new Map(squash.entries().map(({ entry }) => [entry.path, entry]));
  return { fixes: [...missing(found, wanted), ...surplus(found, wanted)] };
}

/** Applies the members of a layer as it is; false when one of them needs what is no longer there. */
async function addSource(
  squash: LayerSquash,
  source: LayerSource,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const unlimited = Number.POSITIVE_INFINITY;
  const limits = { members: unlimited, nameBytes: unlimited, headerBytes: unlimited };
  const members = scanTar(source.tar?.() ?? [], {
    name: `layer ${source.diffId}`,
    limits: { ...limits, bytes: unlimited },
  });
  try {
    for await (const member of members) {
      signal?.throwIfAborted();
      squash.add(
        member,
        member.type === "file" ? await digestOf(member.content(), signal) : undefined,
      );
    }
    return true;
  } catch (error) {
    const needsOthers =
      isImageError(error) && (error.code === "HARD_LINK_MISSING" || error.code === "SYMLINK_LOOP");
    if (needsOthers) return false;
    throw error;
  }
}

async function digestOf(
  chunks: AsyncIterable<Uint8Array>,
  signal: AbortSignal | undefined,
): Promise<Digest> {
  const hash = createHash("sha256");
  for await (const chunk of chunks) {
    signal?.throwIfAborted();
    hash.update(chunk);
  }
  return `sha256:${hash.digest("hex")}`;
}

function memberOf(entry: FileEntry): SquashMember {
  const { path, mode, uid, gid, size, mtime = 0, device, xattrs, hardLink } = entry;
  const target = hardLink ?? entry.target;
  return {
    path,
    // The header refuses sockets.
    type: hardLink !== undefined ? "hard-link" : entry.type === "socket" ? "file" : entry.type,
    mode,
    uid,
    gid,
    size,
    mtime,
    offset: 0,
    ...(target !== undefined && { target }),
    ...(device && { device }),
    ...(xattrs && { xattrs }),
  };
}

/** The entries that are not there as wanted; all names of a file when one of them is not. */
function missing(
  found: ReadonlyMap<string, FileEntry>,
  wanted: readonly FileEntry[],
): readonly FileEntry[] {
  const differs = (entry: FileEntry): boolean => {
    const there = found.get(entry.path);
    return there === undefined || !sameFacts(there, entry);
  };
  const files = new Set<string>();
  for (const entry of wanted) {
    if (entry.type === "file" && differs(entry)) files.add(entry.hardLink ?? entry.path);
  }
  return wanted.filter((entry) =>
    entry.type === "file" ? files.has(entry.hardLink ?? entry.path) : differs(entry),
  );
}

/** Whiteouts of what is there and not wanted; those of a folder hold for all in it. */
function surplus(
  found: ReadonlyMap<string, FileEntry>,
  wanted: readonly FileEntry[],
): readonly FileEntry[] {
  const now = new Map(wanted.map((entry) => [entry.path, entry.type]));
  const facts = { type: "file", mode: 0, uid: 0, gid: 0, size: 0, mtime: 0 } as const;
  return [...found.keys()]
    .filter((path) => !now.has(path) && now.get(parentPath(path)) === "directory")
    .sort(comparePaths)
    .map((path) => {
      const folder = parentPath(path);
      return { path: joinPath(folder, `.wh.${path.slice(path.lastIndexOf("/") + 1)}`), ...facts };
    });
}
