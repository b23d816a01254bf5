import type { FileEntry } from "@coppice/types";
import { claimPrograms } from "../binary/claim-programs.ts";
import { createPackage } from "../create-package.ts";
import type { Extraction, Extractor, ExtractorContext } from "../extractor.ts";
import type { FileFormat } from "../file-format.ts";
import { declarePackages } from "../lockfile/declare-packages.ts";
import { isOfPackage } from "../lockfile/is-of-package.ts";
import { mapConcurrently } from "../map-concurrently.ts";
import { readLibraries, toApplication } from "./dotnet-application.ts";
import { readAssembly } from "./read-assembly.ts";
import { resolveFrameworks } from "./resolve-frameworks.ts";

/** Finds the libraries of .NET applications and of the shared framework, and assemblies that none of them lists. */
export const nugetExtractor: Extractor = {
  name: "nuget",
  version: 1,
  ecosystem: "nuget",
  capabilities: {
    reads: ["*.deps.json", "*.runtimeconfig.json", "*.dll", "packages.lock.json"],
    presence: ["installed", "declared"],
    files: true,
    digests: false,
    dependencies: true,
    licenses: false,
  },
  wants,
  extract,
};

const kinds = {
  assembly: ".dll",
  application: ".deps.json",
  configuration: ".runtimeconfig.json",
  lockfile: "/packages.lock.json",
};

function wants({ path, type }: FileEntry, format: FileFormat | undefined): boolean {
  if (type !== "file") return false;
  if (format !== undefined) return format === "pe" && path.endsWith(kinds.assembly);
  return (
    path.endsWith(kinds.application) ||
    path.endsWith(kinds.configuration) ||
    (path.endsWith(kinds.lockfile) && !isOfPackage(path))
  );
}

async function extract(context: ExtractorContext): Promise<Extraction> {
  const pathsOf = (kind: string) =>
    context.wanted.flatMap(({ path }) => (path.endsWith(kind) ? [path] : []));
  const listings = pathsOf(kinds.application);
  const libraries = await mapConcurrently(listings, 8, (path) => readLibraries(context, path));
  const applications = listings.flatMap((path, number) => {
    const own = libraries[number];
    return own ? [toApplication(context, nugetExtractor, path, own)] : [];
  });
  const parts = applications.flatMap((application) => application.parts);
  const listed = new Set(parts.flatMap(({ paths }) => paths));
  const unlisted = pathsOf(kinds.assembly).filter(
    (path) => !listed.has(path) && context.ownersOf(path).length === 0,
  );
  const assemblies = await mapConcurrently(unlisted, 8, (path) => readAssembly(context, path));
  const loose = assemblies.flatMap((assembly) => {
    if (assembly === undefined) return [];
    const location = assembly.foundAt.path;
    const found = createPackage(context, nugetExtractor, { ...assembly, location });
    return [{ paths: [location], packages: [found] }];
  });
  const lockfiles = pathsOf(kinds.lockfile);
  const installed = new Map(
    parts.map(({ folder, packages: [found] }) => [
      keyOf(folder, found?.name, found?.version),
      found,
    ]),
  );
  const declared = await declarePackages(
    context,
    nugetExtractor,
    lockfiles,
    (folder, locked) => installed.get(keyOf(folder, locked.name, locked.version))?.id,
  );
  const programs = [...parts, ...loose];
  return {
    packages: [...programs.flatMap(({ packages }) => packages), ...declared.packages],
    dependencies: [
      ...applications.flatMap(({ dependencies }) => dependencies),
      ...(await resolveFrameworks(context, pathsOf(kinds.configuration), applications)),
      ...declared.dependencies,
    ],
    claims: claimPrograms(context, programs),
    databases: declared.databases,
  };
}

/** NuGet compares names without case. */
function keyOf(folder: string, name = "", version = ""): string {
  return `${folder} ${name.toLowerCase()} ${version}`;
}
