import type { Dependency, Package, PackageId } from "@coppice/types";
import type { Claim, ConfiguredPath, ExtractorContext } from "../extractor.ts";
import { mapConcurrently } from "../map-concurrently.ts";
import type { DpkgRecord } from "./dpkg-database.ts";
import { readDpkgFiles } from "./read-dpkg-files.ts";
import { resolveDebianDependencies } from "./resolve-debian-dependencies.ts";

/** What records in the manner of dpkg tell. */
export interface ExtractedRecords {
  readonly packages: readonly Package[];
  readonly installed: ReadonlyMap<DpkgRecord, PackageId>;
  readonly dependencies: readonly Dependency[];
  readonly claims: readonly Claim[];
  readonly configuration: readonly ConfiguredPath[];
}

/** Packages of the installed ones of `records`, their dependencies and files. */
export async function extractDpkgRecords(
  context: ExtractorContext,
  folder: string,
  records: readonly DpkgRecord[],
  toPackage: (record: DpkgRecord) => Promise<Package>,
): Promise<ExtractedRecords> {
  const present = records.filter(({ state }) => state === "installed");
  const packages = await mapConcurrently(present, 8, toPackage);
  const installed = new Map<DpkgRecord, PackageId>();
  for (const [index, record] of present.entries()) {
    const id = packages[index]?.id;
    if (id !== undefined) installed.set(record, id);
  }
  const { claims, configuration } = await readDpkgFiles(context, folder, records, installed);
  return {
    packages,
    installed,
    dependencies: resolveDebianDependencies(installed, context.onProblem),
    claims,
    configuration,
  };
}
