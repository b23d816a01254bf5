import type { Package, PackageId } from "@coppice/types";
import type { Extraction, Extractor, ExtractorContext } from "../extractor.ts";
import { renderPurl } from "../render-purl.ts";
import {
  type DpkgRecord,
  databaseFolder,
  findInfo,
  holdsRecords,
  readDpkgDatabase,
} from "./dpkg-database.ts";
import { readDpkgFiles } from "./read-dpkg-files.ts";
import { readScriptPaths } from "./read-script-paths.ts";
import { resolveDebianDependencies } from "./resolve-debian-dependencies.ts";

/** Finds the packages of dpkg's database, also where it is split over `status.d` as in distroless images. */
export const dpkgExtractor: Extractor = {
  name: "dpkg",
  version: 1,
  ecosystem: "deb",
  wants: holdsRecords,
  extract,
};

async function extract(context: ExtractorContext): Promise<Extraction> {
  const records = await readDpkgDatabase(context);
  const packages: Package[] = [];
  const installed = new Map<DpkgRecord, PackageId>();
  for (const record of records) {
    if (record.state !== "installed") continue;
    const found = toPackage(context, record);
    packages.push(found);
    installed.set(record, found.id);
  }
  const { claims, configuration } = await readDpkgFiles(context, records, installed);
  const scriptPaths = await readScriptPaths(context, installed);
  return {
    packages,
    dependencies: resolveDebianDependencies(installed),
    claims,
    databases: [databaseFolder, "/var/lib/apt", "/var/cache/apt"],
    configuration: [...configuration, ...scriptPaths],
  };
}

function toPackage(context: ExtractorContext, record: DpkgRecord): Package {
  const { name, version, architecture, fields, location } = record;
  const { id: namespace = "debian", codename } = context.distribution ?? {};
  const qualifiers = { arch: architecture, ...(codename && { distro: codename }) };
  const purl = renderPurl("deb", { namespace, name, version, qualifiers });
  // The status file is of the last layer that touched any package; the list is of this package's own.
  const place = findInfo(context, record, "list") ?? location;
  const layer = context.index.lookup(place)?.layer;
  const description = fields.get("description")?.split("\n", 1)[0];
  const supplier = fields.get("maintainer");
  return {
    id: context.identify(purl ?? `deb:${name}:${architecture}@${version}`, location),
    ...(purl && { purl }),
    ecosystem: "deb",
    name,
    version,
    architecture,
    presence: "installed",
    location,
    ...(layer && { layer }),
    source: parseSource(fields.get("source"), record),
    ...(description && { description }),
    ...(supplier && { supplier }),
    ...(fields.get("essential") === "yes" && { essential: true }),
    foundBy: "dpkg",
  };
}

/** `Source` gives a name, and a version where it is not the package's own; without it both are the package's. */
function parseSource(
  source: string | undefined,
  record: DpkgRecord,
): NonNullable<Package["source"]> {
  const [name = record.name, version] = source?.split(/[ ()]+/) ?? [];
  return { name, version: version || record.version };
}
