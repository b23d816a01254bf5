import type { FileIndex } from "@coppice/image";
import {
  type Digest,
  type DigestAlgorithm,
  type FileTree,
  isCoppiceError,
  type ModifiedFile,
  type OnProblem,
  type PackageId,
} from "@coppice/types";
import type { Ownership } from "./attribution/ownership.ts";

/**
 * The files of each package whose content is not what its record gives. Where several packages record the same file, one
 * that is right is enough: the others were overwritten with leave. Without a way to compute a digest nothing is compared.
 */
export async function findModifiedFiles(
  tree: FileTree,
  index: FileIndex,
  ownership: Ownership,
  onProblem: OnProblem,
  signal?: AbortSignal,
): Promise<ReadonlyMap<PackageId, readonly ModifiedFile[]>> {
  const modified = new Map<PackageId, ModifiedFile[]>();
  /** Of hard links, each name is recorded and the content is digested once. */
  const digests = new Map<string, Digest | undefined>();
  const digestOf = async (path: string, recorded: Digest): Promise<Digest | undefined> => {
    const entry = index.lookup(path);
    const algorithm = algorithmOf(recorded);
    if (entry?.type !== "file" || algorithm === undefined) return undefined;
    if (entry.digest?.startsWith(`${algorithm}:`)) return entry.digest;
    const key = `${algorithm} ${entry.hardLink ?? path}`;
    if (digests.has(key)) return digests.get(key);
    const digest = await computeDigest(tree, path, algorithm, onProblem);
    if (entry.hardLink !== undefined) digests.set(key, digest);
    return digest;
  };
  for (const [path, records] of ownership.recorded()) {
    signal?.throwIfAborted();
    const differing: [PackageId, ModifiedFile][] = [];
    let right = false;
    for (const { package: id, digest: recorded, configuration } of records) {
      const found = recorded && (await digestOf(path, recorded));
      if (!found || !recorded) continue;
      if (found === recorded) right = true;
      const file: ModifiedFile = { path, recorded, found, ...(configuration && { configuration }) };
      differing.push([id, file]);
    }
    if (right) continue;
    for (const [id, file] of differing) {
      const others = modified.get(id);
      if (others) others.push(file);
      else modified.set(id, [file]);
    }
  }
  return modified;
}

async function computeDigest(
  tree: FileTree,
  path: string,
  algorithm: DigestAlgorithm,
  onProblem: OnProblem,
): Promise<Digest | undefined> {
  try {
    return await tree.digest?.(path, algorithm);
  } catch (error) {
    if (!isCoppiceError(error)) throw error;
    const message = `whether it was changed is not known: ${error.message}`;
    onProblem({ code: "FILE_UNREADABLE", message, path });
    return undefined;
  }
}

const algorithms: ReadonlySet<string> = new Set(["md5", "sha1", "sha256", "sha384", "sha512"]);

function algorithmOf(digest: Digest): DigestAlgorithm | undefined {
  const algorithm = digest.slice(0, digest.indexOf(":"));
  return isAlgorithm(algorithm) ? algorithm : undefined;
}

function isAlgorithm(text: string): text is DigestAlgorithm {
  return algorithms.has(text);
}
