import { decodeName, joinPath, parentPath } from "@coppice/image";
import type { Package } from "@coppice/types";
import { createPackage } from "../create-package.ts";
import type { Claim, Extraction, Extractor, ExtractorContext } from "../extractor.ts";
import { mapConcurrently } from "../map-concurrently.ts";
import { parsePortageContents } from "./parse-portage-contents.ts";
import {
  type PortageCandidate,
  resolvePortageDependencies,
} from "./resolve-portage-dependencies.ts";
import { splitPortageName } from "./split-portage-name.ts";

const databaseFolder = "/var/db/pkg";

/** Finds the packages in Portage's database, of Gentoo and its derivatives. */
export const portageExtractor: Extractor = {
  name: "portage",
  version: 1,
  ecosystem: "ebuild",
  capabilities: {
    reads: ["var/db/pkg/*/*/CONTENTS"],
    presence: ["installed"],
    files: true,
    digests: true,
    dependencies: true,
    licenses: true,
  },
  wants: ({ path, type }) =>
    path.endsWith("/CONTENTS") && path.startsWith(`${databaseFolder}/`) && type === "file",
  extract,
};

async function extract(context: ExtractorContext): Promise<Extraction> {
  const records = await mapConcurrently(context.wanted, 8, ({ path }) => readRecord(context, path));
  const packages: Package[] = [];
  const installed: PortageCandidate[] = [];
  const claims: Claim[] = [];
  for (const record of records) {
    if (record === undefined) continue;
    const { id } = addPackage(context, packages, record);
    const { name, version, slot, location, requirements } = record;
    installed.push({ id, name, version, slot, location, requirements });
    for (const { kind, path: listed, digest } of parsePortageContents(record.contents)) {
      const path = context.canonical(listed);
      // What CONFIG_PROTECT is by default.
      const configuration =
        kind === "obj" && path.startsWith("/etc/") && !path.startsWith("/etc/env.d/");
      claims.push({
        path,
        package: id,
        ...(configuration && { configuration }),
        ...(digest !== undefined && { digest }),
      });
    }
  }
  return {
    packages,
    dependencies: resolvePortageDependencies(installed, context.onProblem),
    claims,
    databases:
      context.wanted.length > 0
        ? [databaseFolder, "/var/db/repos", "/var/lib/portage", "/var/cache/edb"]
        : [],
  };
}

interface PortageRecord extends Omit<PortageCandidate, "id"> {
  readonly category: string;
  readonly contents: string;
  readonly license: string | undefined;
  readonly description: string | undefined;
}

/** The record in the folder `CATEGORY/NAME-VERSION`, each of whose files has one value. */
async function readRecord(
  context: ExtractorContext,
  path: string,
): Promise<PortageRecord | undefined> {
  const location = parentPath(path);
  const [category = "", folder = "", more] = location.slice(databaseFolder.length + 1).split("/");
  const { name, version } = splitPortageName(folder);
  // Portage names the folder of a package that it is merging `-MERGING-…`.
  if (version === undefined || more !== undefined || name.startsWith("-")) {
    const message = "its folder is not named CATEGORY/NAME-VERSION; its package is left out";
    context.onProblem({ code: "PORTAGE_RECORD_INVALID", message, path: location });
    return undefined;
  }
  const value = async (file: string): Promise<string | undefined> => {
    const place = joinPath(location, file);
    const bytes = context.index.lookup(place) && (await context.read(place));
    return (bytes && decodeName(bytes).trim()) || undefined;
  };
  const requirements = [await value("RDEPEND"), await value("PDEPEND")];
  return {
    category,
    name: `${category}/${name}`,
    version,
    slot: (await value("SLOT"))?.split("/", 1)[0],
    location,
    requirements: requirements.flatMap((each) => each ?? []),
    contents: (await value("CONTENTS")) ?? "",
    license: await value("LICENSE"),
    description: await value("DESCRIPTION"),
  };
}

function addPackage(
  context: ExtractorContext,
  packages: Package[],
  { category, name, version, location, license, description }: PortageRecord,
): Package {
  const found = createPackage(context, portageExtractor, {
    name,
    version,
    location,
    file: `${location}/CONTENTS`,
    purl: { namespace: category, name: name.slice(category.length + 1) },
    ...(license && { licenses: [license] }),
    ...(description && { description }),
  });
  packages.push(found);
  return found;
}
