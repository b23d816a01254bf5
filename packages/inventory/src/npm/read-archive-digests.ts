import { joinPath, parentPath } from "@coppice/image";
import { isLockfileError } from "@coppice/lockfile";
import type { Digest } from "@coppice/types";
import type { ExtractorContext } from "../extractor.ts";
import { tryLockfile } from "../lockfile/try-lockfile.ts";

/** Digits of a digest with which Yarn ends the name of an archive. */
const nameDigits = 10;

/**
 * The digests of Yarn's archives that the lockfiles beside these maps give, by how the archives' names end. What is wrong
 * with a lockfile is told where it is read for what it declares.
 */
export async function readArchiveDigests(
  context: ExtractorContext,
  maps: readonly string[],
): Promise<(archive: string) => Digest | undefined> {
  const digests = new Map<string, Digest>();
  for (const folder of new Set(maps.map(parentPath))) {
    const path = joinPath(folder, "yarn.lock");
    const entry = context.index.lookup(path);
    const bytes = entry?.type === "file" && entry.size > 0 ? await context.read(path) : undefined;
    for (const digest of bytes ? archiveDigests(bytes, path) : []) {
      const hex = digest.slice(digest.indexOf(":") + 1);
      digests.set(`-${hex.slice(0, nameDigits)}.zip`, digest);
    }
  }
  return (archive) => digests.get(archive.slice(-`-.zip`.length - nameDigits));
}

function archiveDigests(bytes: Uint8Array, name: string): readonly Digest[] {
  const lockfile = tryLockfile(bytes, { name });
  const packages = isLockfileError(lockfile) ? [] : lockfile.packages;
  return packages.flatMap(({ artifacts }) =>
    artifacts.flatMap((artifact) => (artifact.of === "cache" ? artifact.digests : [])),
  );
}
