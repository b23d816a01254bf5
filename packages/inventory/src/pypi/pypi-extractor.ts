import { parentPath } from "@coppice/image";
import type { Dependency, Package, PackageId } from "@coppice/types";
import { bytecodeSource } from "../attribution/bytecode-source.ts";
import type { Claim, Extraction, Extractor, ExtractorContext } from "../extractor.ts";
import { renderPurl } from "../render-purl.ts";
import {
  findPythonDistributions,
  holdsMetadata,
  type PythonDistribution,
} from "./find-python-distributions.ts";
import { normalizePypiName } from "./normalize-pypi-name.ts";

/** Finds the Python distributions in every `site-packages` and `dist-packages`. */
export const pypiExtractor: Extractor = {
  name: "pypi",
  version: 1,
  ecosystem: "pypi",
  wants: holdsMetadata,
  extract,
};

async function extract(context: ExtractorContext): Promise<Extraction> {
  const distributions = await findPythonDistributions(context);
  const packages: Package[] = [];
  const ids = new Map<PythonDistribution, PackageId>();
  for (const distribution of distributions) {
    const found = toPackage(context, distribution);
    packages.push(found);
    ids.set(distribution, found.id);
  }
  return {
    packages,
    dependencies: resolveRequirements(ids),
    claims: claimFiles(context, ids),
    databases: [],
    configuration: [],
  };
}

function toPackage(context: ExtractorContext, distribution: PythonDistribution): Package {
  const { metadata, file, location } = distribution;
  const { name, version, summary, license, author } = metadata;
  const purl = renderPurl("pypi", { name: normalizePypiName(name), version });
  const [ownedBy] = context.ownersOf(file);
  const layer = context.index.lookup(file)?.layer;
  return {
    id: context.identify(purl ?? `pypi:${name}@${version}`, location),
    ...(purl && { purl }),
    ecosystem: "pypi",
    name,
    version,
    presence: "installed",
    location,
    ...(ownedBy && { ownedBy }),
    ...(layer && { layer }),
    ...(license && { licenses: [license] }),
    ...(summary && { description: summary }),
    ...(author && { supplier: author }),
    foundBy: "pypi",
  };
}

/** Requirements by name alone: those in the same folder, else wherever one of that name is. */
function resolveRequirements(ids: ReadonlyMap<PythonDistribution, PackageId>): Dependency[] {
  const byName = new Map<string, PythonDistribution[]>();
  for (const distribution of ids.keys()) {
    const name = normalizePypiName(distribution.metadata.name);
    const others = byName.get(name);
    if (others) others.push(distribution);
    else byName.set(name, [distribution]);
  }
  return [...ids].flatMap(([{ metadata, site, file }, from]) =>
    metadata.requires.map((requirement): Dependency => {
      const [name = ""] = /^[A-Za-z0-9._-]+/.exec(requirement) ?? [];
      const named = byName.get(normalizePypiName(name)) ?? [];
      const near = named.filter((candidate) => candidate.site === site);
      const satisfiers = near.length > 0 ? near : named;
      return {
        from,
        kind: /\bextra\s{0,9}[=<>!~]/.test(requirement) ? "optional" : "runtime",
        requirement,
        satisfiedBy: satisfiers.flatMap((candidate) => ids.get(candidate) ?? []),
        readFrom: file,
      };
    }),
  );
}

/** Its files, with the folders below the site that hold them. */
function* claimFiles(
  { index }: ExtractorContext,
  ids: ReadonlyMap<PythonDistribution, PackageId>,
): Generator<Claim> {
  for (const [{ listed, trees, site }, id] of ids) {
    const claimed = new Set<string>();
    const pending = [...trees];
    for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
      if (claimed.has(path)) continue;
      claimed.add(path);
      for (const child of index.children(path)) pending.push(child.path);
    }
    for (const path of listed) {
      claimed.add(path);
      let folder = parentPath(path);
      for (; folder.startsWith(`${site}/`) && !claimed.has(folder); folder = parentPath(folder)) {
        claimed.add(folder);
      }
    }
    for (const path of claimed) {
      // Bytecode that can be made again is told by what it is made from, and its folder by what is in it.
      const isBytecode = path.endsWith("/__pycache__") || bytecodeSource(index, path) !== undefined;
      if (!isBytecode) yield { path, package: id };
    }
  }
}
