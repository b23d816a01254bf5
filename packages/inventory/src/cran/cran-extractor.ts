import { decodeName, parentPath } from "@coppice/image";
import type { Dependency, Package, PackageId } from "@coppice/types";
import { createPackage } from "../create-package.ts";
import type { Claim, Extraction, Extractor, ExtractorContext } from "../extractor.ts";
import { mapConcurrently } from "../map-concurrently.ts";
import { pathsBelow } from "../paths-below.ts";
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
  const ids = new Map(installed.map(({ found }): [string, PackageId] => [found.name, found.id]));
  return {
    packages: installed.map(({ found }) => found),
    dependencies: installed.flatMap((each) => dependenciesOf(each, ids)),
    claims: claimFolders(context, installed),
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
  if (!name || !version) {
    const message = "no Package or Version; the folder is not taken as a package";
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
    // What R brings itself is on no server.
    ...(fields.get("priority") === "base" && { purl: { type: "generic" } }),
    ...(license && { licenses: [license] }),
    ...(description && { description }),
    ...(supplier && { supplier }),
  });
}

const kinds = [
  ["depends", "runtime"],
  ["imports", "runtime"],
  ["linkingto", "development"],
  ["suggests", "suggested"],
] as const;

function dependenciesOf(
  { file, fields, found }: Installed,
  ids: ReadonlyMap<string, PackageId>,
): Dependency[] {
  return kinds.flatMap(([field, kind]) =>
    (fields.get(field) ?? "").split(",").flatMap((text): Dependency[] => {
      const requirement = text.trim();
      const [name = ""] = /^[A-Za-z0-9.]+/.exec(requirement) ?? [];
      if (name === "" || name === "R") return [];
      const satisfier = ids.get(name);
      const satisfiedBy = satisfier === undefined ? [] : [satisfier];
      return [{ from: found.id, kind, requirement, satisfiedBy, readFrom: file }];
    }),
  );
}

function* claimFolders(
  { index }: ExtractorContext,
  installed: readonly Installed[],
): Generator<Claim> {
  for (const { folder, found } of installed) {
    for (const path of pathsBelow(index, folder)) yield { path, package: found.id };
  }
}
