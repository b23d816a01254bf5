import { decodeName, parentPath } from "@coppice/image";
import type { Dependency, Package } from "@coppice/types";
import { claimFolders } from "../claim-folders.ts";
import { createNearest, type Nearest } from "../create-nearest.ts";
import { createPackage } from "../create-package.ts";
import type { Extraction, Extractor, ExtractorContext } from "../extractor.ts";
import { mapConcurrently } from "../map-concurrently.ts";
import { parseDescription } from "./parse-description.ts";

/** Finds R's installed packages, in every library: those of CRAN and of Bioconductor, and those that R itself brings. */
export const cranExtractor: Extractor = {
  name: "cran",
  version: 1,
  ecosystem: "cran",
  capabilities: {
    reads: ["NAME/DESCRIPTION of an R library"],
    presence: ["installed"],
    files: true,
    digests: false,
    dependencies: true,
    licenses: true,
  },
  wants: ({ path, type }) => type === "file" && path.endsWith("/DESCRIPTION"),
  extract,
};

interface Installed {
  readonly folder: string;
  readonly file: string;
  readonly fields: ReadonlyMap<string, string>;
  readonly found: Package;
}

async function extract(context: ExtractorContext): Promise<Extraction> {
  const read = await mapConcurrently(context.wanted, 8, async ({ path }) => {
    const bytes = await context.read(path);
    return bytes && { file: path, fields: parseDescription(decodeName(bytes)) };
  });
  const installed: Installed[] = [];
  for (const each of read) {
    // R writes `Built` when it installs; the same file of a source package has none.
    if (!each?.fields.has("built")) continue;
    const folder = parentPath(each.file);
    const found = toPackage(context, folder, each.file, each.fields);
    if (found) installed.push({ folder, ...each, found });
  }
  const nearest = createNearest(context.onProblem);
  for (const { folder, found } of installed) nearest.add(parentPath(folder), found.name, found.id);
  return {
    packages: installed.map(({ found }) => found),
    dependencies: installed.flatMap((each) => dependenciesOf(each, nearest)),
    claims: claimFolders(
      context.index,
      new Map(installed.map(({ folder, found }) => [folder, found.id])),
    ),
  };
}

function toPackage(
  context: ExtractorContext,
  location: string,
  file: string,
  fields: ReadonlyMap<string, string>,
): Package | undefined {
  const name = fields.get("package");
  const version = fields.get("version");
  // R finds a package by the name of its folder.
  if (!name || !version || !location.endsWith(`/${name}`)) {
    const message =
      "no Version, or no Package of the folder's name; the folder is not taken as a package";
    context.onProblem({ code: "CRAN_DESCRIPTION_INVALID", message, path: file });
    return undefined;
  }
  const license = fields.get("license");
  const description = fields.get("title");
  const supplier = fields.get("maintainer");
  return createPackage(context, cranExtractor, {
    name,
    version,
    location,
    file,
    purl: { type: typeOf(fields) },
    ...(license && { licenses: [license] }),
    ...(description && { description }),
    ...(supplier && { supplier }),
  });
}

function typeOf(fields: ReadonlyMap<string, string>): string {
  // What R brings itself is on no server.
  if (fields.get("priority") === "base") return "generic";
  // Some of CRAN's say what they are to Bioconductor, too.
  const isOfBioconductor = fields.has("biocviews") && fields.get("repository") !== "CRAN";
  return isOfBioconductor ? "bioconductor" : "cran";
}

const kinds = [
  ["depends", "runtime"],
  ["imports", "runtime"],
  ["linkingto", "development"],
  ["suggests", "suggested"],
] as const;

function dependenciesOf(
  { folder, file, fields, found }: Installed,
  nearest: Nearest,
): Dependency[] {
  return kinds.flatMap(([field, kind]) =>
    (fields.get(field) ?? "").split(",").flatMap((text): Dependency[] => {
      const requirement = text.trim();
      const [name = ""] = /^[A-Za-z0-9.]+/.exec(requirement) ?? [];
      if (name === "" || name === "R") return [];
      const satisfiedBy = nearest.find(parentPath(folder), name);
      return [{ from: found.id, kind, requirement, satisfiedBy, readFrom: file }];
    }),
  );
}
