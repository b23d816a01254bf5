import { joinPath } from "@coppice/image";
import type { Package, PackageId } from "@coppice/types";
import { createPackage } from "../create-package.ts";
import type { Extraction, Extractor, ExtractorContext } from "../extractor.ts";
import { claimPythonFiles } from "./claim-python-files.ts";
import { findPythonDistributions, type PythonDistribution } from "./find-python-distributions.ts";
import { findPythonEnvironments } from "./find-python-environments.ts";
import { normalizePypiName } from "./normalize-pypi-name.ts";
import { pythonFileKind } from "./python-file-kind.ts";
import { resolvePythonRequirements } from "./resolve-python-requirements.ts";

/** Finds the Python distributions in every `site-packages` and `dist-packages`, and wherever else one was installed. */
export const pypiExtractor: Extractor = {
  name: "pypi",
  version: 2,
  ecosystem: "pypi",
  capabilities: {
    reads: ["*.dist-info", "*.egg-info", "*.egg", "*.egg-link", "pyvenv.cfg"],
    presence: ["installed"],
    files: true,
    digests: true,
    dependencies: true,
    licenses: true,
  },
  wants: (entry) => pythonFileKind(entry) !== undefined,
  extract,
};

async function extract(context: ExtractorContext): Promise<Extraction> {
  const { index } = context;
  const settings = context.wanted.filter((entry) => pythonFileKind(entry) === "environment");
  const environments = await findPythonEnvironments(
    context,
    settings.map(({ path }) => path),
  );
  const distributions = await findPythonDistributions(context);
  const packages: Package[] = [];
  const ids = new Map<PythonDistribution, PackageId>();
  for (const distribution of distributions) {
    const found = toPackage(context, distribution);
    packages.push(found);
    ids.set(distribution, found.id);
  }
  const sites = new Set(distributions.map(({ site }) => site));
  return {
    packages,
    dependencies: resolvePythonRequirements(ids, environments, context.onProblem),
    claims: claimPythonFiles(index, ids),
    // Where setuptools notes the eggs and projects that a site has.
    databases: [...sites]
      .map((site) => joinPath(site, "easy-install.pth"))
      .filter((path) => index.lookup(path)),
  };
}

function toPackage(context: ExtractorContext, distribution: PythonDistribution): Package {
  const { metadata, file, location, origin } = distribution;
  const { name, version, summary, licenses, author } = metadata;
  return createPackage(context, pypiExtractor, {
    name,
    version,
    location,
    file,
    purl: {
      name: normalizePypiName(name),
      ...(origin?.qualifiers && { qualifiers: { ...origin.qualifiers } }),
    },
    ...(licenses.length > 0 && { licenses }),
    ...(origin && origin.digests.length > 0 && { digests: origin.digests }),
    ...(summary && { description: summary }),
    ...(author && { supplier: author }),
  });
}
