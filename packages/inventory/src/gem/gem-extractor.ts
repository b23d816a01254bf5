import { joinPath, parentPath } from "@coppice/image";
import type { FileEntry, Package, PackageId } from "@coppice/types";
import { createPackage } from "../create-package.ts";
import type { Extraction, Extractor, ExtractorContext } from "../extractor.ts";
import { declarePackages } from "../lockfile/declare-packages.ts";
import { isOfPackage } from "../lockfile/is-of-package.ts";
import { claimGemFiles } from "./claim-gem-files.ts";
import { findGems, type Gem, isGemspec } from "./find-gems.ts";
import { resolveGemDependencies } from "./resolve-gem-dependencies.ts";

/** Finds the gems of every gem home, those that come with Ruby, and what Bundler's lockfiles ask for beside them. */
export const gemExtractor: Extractor = {
  name: "gem",
  version: 1,
  ecosystem: "gem",
  capabilities: {
    reads: [
      "specifications/*.gemspec, specifications/default/*.gemspec",
      "bundler/gems/*/*.gemspec",
      "Gemfile.lock, gems.locked",
    ],
    presence: ["installed", "declared"],
    files: true,
    digests: false,
    dependencies: true,
    licenses: true,
  },
  wants: (entry) => isGemspec(entry) || isLockfile(entry),
  extract,
};

function isLockfile({ path, type }: FileEntry): boolean {
  return type === "file" && (path.endsWith("/Gemfile.lock") || path.endsWith("/gems.locked"));
}

async function extract(context: ExtractorContext): Promise<Extraction> {
  const { index, wanted } = context;
  const gems = await findGems(
    context,
    wanted.filter(isGemspec).map(({ path }) => path),
  );
  const ids = new Map<Gem, PackageId>();
  const installed = new Map<string, PackageId>();
  const packages = gems.map((gem) => {
    const found = toPackage(context, gem);
    ids.set(gem, found.id);
    // Of two homes either will do: Bundler looks into all of them.
    installed.set(`${gem.spec.name}@${gem.spec.version}`, found.id);
    return found;
  });
  const lockfiles = wanted.filter(isLockfile).map(({ path }) => path);
  const declared = await declarePackages(
    context,
    gemExtractor,
    lockfiles.filter((path) => !isOfPackage(path) && context.ownersOf(path).length === 0),
    (_folder, { name, version = "" }) => installed.get(`${name}@${version}`),
  );
  const homes = new Set(gems.map(({ home }) => home));
  const projects = declared.databases.map(parentPath);
  const records = [
    ...[...homes].flatMap((home) => homeFolders.map((name) => joinPath(home, name))),
    ...projects.flatMap((project) => projectFiles.map((name) => joinPath(project, name))),
  ];
  return {
    packages: [...packages, ...declared.packages],
    dependencies: [...resolveGemDependencies(ids, context.onProblem), ...declared.dependencies],
    claims: await claimGemFiles(context, ids),
    databases: [...declared.databases, ...records.filter((path) => index.lookup(path))],
  };
}

/** Folders of a gem home besides `gems` and `bin`; see RubyGems' `Gem::REPOSITORY_SUBDIRECTORIES`. */
const homeFolders = ["build_info", "cache", "doc", "extensions", "plugins", "specifications"];

const projectFiles = ["Gemfile", "gems.rb", ".bundle"];

function toPackage(context: ExtractorContext, { spec, file }: Gem): Package {
  const { name, version, platform, licenses, summary, authors } = spec;
  return createPackage(context, gemExtractor, {
    name,
    version,
    location: file,
    ...(platform !== "ruby" && { purl: { name, qualifiers: { platform } } }),
    ...(licenses.length > 0 && { licenses }),
    ...(summary && { description: summary }),
    ...(authors.length > 0 && { supplier: authors.join(", ") }),
  });
}
