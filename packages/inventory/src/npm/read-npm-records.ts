import { joinPath, parentPath } from "@coppice/image";
import { isLockfileError, type LockedPackage, type Lockfile } from "@coppice/lockfile";
import type { ExtractorContext } from "../extractor.ts";
import { tryLockfile } from "../lockfile/try-lockfile.ts";
import type { NpmModule } from "./find-npm-modules.ts";

/** What the package manager wrote of a module when it installed it; `undefined` where it did not, or of another one. */
type FindNpmRecord = (module: NpmModule) => LockedPackage | undefined;

/**
 * Reads npm's `node_modules/.package-lock.json` and pnpm's `node_modules/.pnpm/lock.yaml`. What they say counts where
 * the module is still the one that they name.
 */
export async function readNpmRecords(
  context: ExtractorContext,
  paths: readonly string[],
): Promise<FindNpmRecord> {
  const byRoot = new Map<string, LockedPackage>();
  /** By the folder of pnpm's store, name and version. */
  const inStore = new Map<string, LockedPackage>();
  for (const path of paths) {
    const bytes = await context.read(path);
    const record = bytes && readRecord(context, bytes, path);
    if (record === undefined) continue;
    const folder = parentPath(path);
    for (const locked of record.packages) {
      if (record.format === "npm") byRoot.set(joinPath(parentPath(folder), locked.key), locked);
      else inStore.set(`${folder} ${locked.name}@${locked.version}`, locked);
    }
  }
  return ({ root, manifest: { name, version } }) => {
    const store = root.indexOf("/node_modules/.pnpm/");
    const folder = root.slice(0, store + "/node_modules/.pnpm".length);
    const locked =
      store < 0 ? byRoot.get(root) : inStore.get(`${folder} ${name ?? ""}@${version ?? ""}`);
    return locked?.name === name && locked?.version === version ? locked : undefined;
  };
}

/** Problems in it say nothing of the packages that are there, and are left to who reads it as a lockfile. */
function readRecord(
  { onProblem }: ExtractorContext,
  bytes: Uint8Array,
  path: string,
): Lockfile | undefined {
  const format = path.endsWith(".json") ? "npm" : "pnpm";
  const record = tryLockfile(bytes, { name: path, format });
  if (!isLockfileError(record)) return record;
  const message = `its modules are told without their digests: ${record.message}`;
  onProblem({ code: "NPM_RECORD_INVALID", message, path });
  return undefined;
}
