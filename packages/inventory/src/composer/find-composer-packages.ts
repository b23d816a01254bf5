import { joinPath, parentPath } from "@coppice/image";
import type { ExtractorContext } from "../extractor.ts";
import { type ComposerPackage, parseComposerInstalled } from "./parse-composer-installed.ts";

/** A package with where it lies. */
export interface PlacedPackage extends ComposerPackage {
  /** The `installed.json`. */
  readonly record: string;
  /** Its folder, without a link in it; absent where that is not there. */
  readonly folder?: string;
}

/** The packages of these records, the less deep first; a record inside a package is a fixture of it. */
export async function findComposerPackages(
  context: ExtractorContext,
  records: readonly string[],
): Promise<readonly PlacedPackage[]> {
  const found: PlacedPackage[] = [];
  const folders = new Set<string>();
  // The record of a project lies less deep than one in a package of it.
  for (const record of [...records].sort((a, b) => depthOf(a) - depthOf(b))) {
    if (isInside(folders, record)) continue;
    const bytes = await context.read(record);
    const packages = bytes && parseComposerInstalled(bytes);
    if (bytes && !packages) reportRecord(context, record);
    for (const each of packages ?? []) {
      const { path } = each;
      const folder = path && context.canonical(joinPath(parentPath(record), path));
      const isThere =
        folder &&
        // One around its own record would be all that lies beside it.
        !record.startsWith(folder === "/" ? "/" : `${folder}/`) &&
        context.index.lookup(folder)?.type === "directory";
      if (isThere) folders.add(folder);
      found.push({ ...each, record, ...(isThere && { folder }) });
    }
  }
  return found;
}

function depthOf(path: string): number {
  return path.split("/").length;
}

function isInside(folders: ReadonlySet<string>, path: string): boolean {
  for (let at = parentPath(path); at !== "/"; at = parentPath(at)) if (folders.has(at)) return true;
  return false;
}

function reportRecord({ onProblem }: ExtractorContext, path: string): void {
  const message = "it has no list of packages; those that it records are left out";
  onProblem({ code: "COMPOSER_RECORD_INVALID", message, path });
}
