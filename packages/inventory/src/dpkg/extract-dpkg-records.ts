import type { Dependency, Package, PackageId } from "@coppice/types";
import type { Claim, ConfiguredPath, ExtractorContext } from "../extractor.ts";
import { mapConcurrently } from "../map-concurrently.ts";
import type { DpkgRecord } from "./dpkg-database.ts";
import { readDpkgFiles } from "./read-dpkg-files.ts";
import { resolveDebianDependencies } from "./resolve-debian-dependencies.ts";

/** How records become packages. */
export interface RecordReading {
  readLicenses(record: DpkgRecord): Promise<readonly string[]>;
  toPackage(record: DpkgRecord, licenses: readonly string[]): Package;
}

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
  { readLicenses, toPackage }: RecordReading,
): Promise<ExtractedRecords> {
  const present = records.filter(({ state }) => state === "installed");
  const licenses = await mapConcurrently(present, 8, readLicenses);
  const packages: Package[] = [];
  const installed = new Map<DpkgRecord, PackageId>();
  // One after another: ids depend on the order.
  for (const [index, record] of present.entries()) {
    const found = toPackage(record, licenses[index] ?? []);
    packages.push(found);
    installed.set(record, found.id);
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
