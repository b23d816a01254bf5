import type { Package } from "@coppice/types";
import { createPackage } from "../create-package.ts";
import type { Extraction, Extractor, ExtractorContext } from "../extractor.ts";
import { type DpkgRecord, findInfo, holdsRecords, readDpkgDatabase } from "./dpkg-database.ts";
import { extractDpkgRecords } from "./extract-dpkg-records.ts";
import { readScriptPaths } from "./read-script-paths.ts";

/** Of OpenWrt. */
const openWrtFolder = "/usr/lib/opkg";
/** Of systems that Yocto builds. */
const yoctoFolder = "/var/lib/opkg";
const folders = [openWrtFolder, yoctoFolder];

/**
 * Finds the packages of opkg, whose database is as dpkg's. Its purls are of type `generic`, because none is registered
 * for it.
 */
export const opkgExtractor: Extractor = {
  name: "opkg",
  version: 1,
  ecosystem: "opkg",
  capabilities: {
    reads: ["usr/lib/opkg/status", "var/lib/opkg/status"],
    presence: ["installed"],
    files: true,
    digests: true,
    dependencies: true,
    licenses: true,
  },
  wants: ({ path }) => holdsRecords(path, openWrtFolder) || holdsRecords(path, yoctoFolder),
  async extract(context) {
    const found: Extraction[] = [];
    for (const folder of folders) {
      const records = await readDpkgDatabase(context, folder);
      if (records.length === 0) continue;
      const extracted = await extractDpkgRecords(context, folder, records, {
        readLicenses: async ({ fields }) => [fields.get("license") ?? ""].filter(Boolean),
        toPackage: (record, licenses) => toPackage(context, record, licenses),
      });
      const scriptPaths = await readScriptPaths(context, extracted.installed);
      found.push({ ...extracted, configuration: [...extracted.configuration, ...scriptPaths] });
    }
    return {
      packages: found.flatMap(({ packages }) => packages),
      dependencies: found.flatMap(({ dependencies = [] }) => dependencies),
      claims: found.flatMap(({ claims = [] }) => [...claims]),
      configuration: found.flatMap(({ configuration = [] }) => [...configuration]),
      databases: folders,
    };
  },
};

function toPackage(
  context: ExtractorContext,
  record: DpkgRecord,
  licenses: readonly string[],
): Package {
  const { name, version, architecture, fields, location } = record;
  const namespace = context.distribution?.id;
  const description = fields.get("description")?.split("\n", 1)[0];
  const supplier = fields.get("maintainer");
  return createPackage(context, opkgExtractor, {
    name,
    version,
    architecture,
    location,
    file: findInfo(context, record, "list") ?? location,
    purl: { type: "generic", ...(namespace && { namespace }), qualifiers: { arch: architecture } },
    ...(licenses.length > 0 && { licenses }),
    ...(description && { description }),
    ...(supplier && { supplier }),
    ...(fields.get("essential") === "yes" && { essential: true }),
  });
}
