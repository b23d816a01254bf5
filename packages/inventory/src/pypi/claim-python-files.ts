import { type FileIndex, joinPath, parentPath } from "@coppice/image";
import type { PackageId } from "@coppice/types";
import { bytecodeSource } from "../attribution/bytecode-source.ts";
import type { Claim } from "../extractor.ts";
import type { PythonDistribution } from "./find-python-distributions.ts";
import { isSite } from "./python-file-kind.ts";

/** Of more distributions than these that say a folder is theirs, the others get the files that they list. */
const maximumSharers = 64;

/**
 * The files of distributions, with the folders below the site that hold them. What is in the tree of another is the
 * other's.
 */
export function* claimPythonFiles(
  index: FileIndex,
  ids: ReadonlyMap<PythonDistribution, PackageId>,
): Generator<Claim> {
  const sharers = new Map<string, number>();
  const roots = new Set([...ids.keys()].flatMap(({ trees }) => trees));
  for (const [{ listed, trees, site }, id] of ids) {
    const claims = new Map<string, Claim>();
    const pending = [...new Set(trees)].filter((tree) => {
      const count = sharers.get(tree) ?? 0;
      sharers.set(tree, count + 1);
      return count < maximumSharers;
    });
    for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
      if (claims.has(path)) continue;
      claims.set(path, { path, package: id });
      for (const child of index.children(path)) {
        if (!roots.has(child.path) && !isOthers(index, child.path)) pending.push(child.path);
      }
    }
    for (const { path, digest } of listed) {
      claims.set(path, { path, package: id, ...(digest && { digest }) });
      let folder = parentPath(path);
      for (; folder.startsWith(`${site}/`) && !claims.has(folder); folder = parentPath(folder)) {
        claims.set(folder, { path: folder, package: id });
      }
    }
    for (const claim of claims.values()) {
      // Bytecode that can be made again is told by what it is made from, and its folder by what is in it.
      const isBytecode =
        claim.path.endsWith("/__pycache__") || bytecodeSource(index, claim.path) !== undefined;
      if (!isBytecode) yield claim;
    }
  }
}

/** Whether a folder in a project is where other packages are installed. */
function isOthers(index: FileIndex, path: string): boolean {
  return (
    isSite(path) ||
    path.endsWith("/node_modules") ||
    index.lookup(joinPath(path, "pyvenv.cfg")) !== undefined
  );
}
