import type { Package } from "@coppice/types";
import { createPackage } from "../create-package.ts";
import type { Extractor, ExtractorContext } from "../extractor.ts";
import {
  type DpkgRecord,
  dpkgFolder,
  findInfo,
  holdsRecords,
  readDpkgDatabase,
} from "./dpkg-database.ts";
import { extractDpkgRecords } from "./extract-dpkg-records.ts";
import { readDebianLicenses } from "./read-debian-licenses.ts";
import { readScriptPaths } from "./read-script-paths.ts";

/** Finds the packages of dpkg's database, also where it is split over `status.d` as in distroless images. */
export const dpkgExtractor: Extractor = {
  name: "dpkg",
  version: 2,
  ecosystem: "deb",
  capabilities: {
    reads: [
      "var/lib/dpkg/status",
      "var/lib/dpkg/status.d",
      "var/lib/dpkg/updates",
      "var/lib/dpkg/info",
      "usr/share/doc/*/copyright",
    ],
    presence: ["installed"],
    files: true,
    digests: true,
    dependencies: true,
    licenses: true,
  },
  wants: ({ path }) => holdsRecords(path, dpkgFolder),
  async extract(context) {
    const records = await readDpkgDatabase(context, dpkgFolder);
    const found = await extractDpkgRecords(context, dpkgFolder, records, {
      readLicenses: ({ name }) => readDebianLicenses(context, name),
      toPackage: (record, licenses) => toPackage(context, record, licenses),
    });
    const scriptPaths = await readScriptPaths(context, found.installed);
    return {
      ...found,
      databases: [dpkgFolder, "/var/lib/apt", "/var/cache/apt"],
      configuration: [...found.configuration, ...scriptPaths],
    };
  },
};

function toPackage(
  context: ExtractorContext,
  record: DpkgRecord,
  licenses: readonly string[],
): Package {
  const { name, version, architecture, fields, location } = record;
  const { id: namespace = "debian", codename } = context.distribution ?? {};
  const qualifiers = { arch: architecture, ...(codename && { distro: codename }) };
  const description = fields.get("description")?.split("\n", 1)[0];
  const supplier = fields.get("maintainer");
  return createPackage(context, dpkgExtractor, {
    name,
    version,
    architecture,
    location,
    // The status file is of the last layer that touched any package; the list is of this package's own.
    file: findInfo(context, record, "list") ?? location,
    purl: { namespace, qualifiers },
    source: parseSource(fields.get("source"), record),
    ...(licenses.length > 0 && { licenses }),
    ...(description && { description }),
    ...(supplier && { supplier }),
    ...(fields.get("essential") === "yes" && { essential: true }),
  });
}

/** `Source` gives a name, and a version where it is not the package's own; without it both are the package's. */
function parseSource(
  source: string | undefined,
  record: DpkgRecord,
): NonNullable<Package["source"]> {
  const [name = record.name, version] = source?.split(/[ ()]+/) ?? [];
  return { name, version: version || record.version };
}
