import { parentPath } from "@coppice/image";
import type { Dependency, OnProblem, PackageId } from "@coppice/types";
import { createProviders } from "../create-providers.ts";
import { environmentOf, evaluateMarker } from "./evaluate-marker.ts";
import type { PythonDistribution } from "./find-python-distributions.ts";
import type { PythonEnvironment } from "./find-python-environments.ts";
import { normalizePypiName } from "./normalize-pypi-name.ts";

/**
 * Requirements by name alone: the distribution of that name in the same folder, else wherever the Python of that folder
 * finds one: not in another virtual environment, and out of one only if it sees the system. Left out are those whose
 * marker says that they are for another Python or system.
 */
export function resolvePythonRequirements(
  ids: ReadonlyMap<PythonDistribution, PackageId>,
  environments: readonly PythonEnvironment[],
  onProblem: OnProblem,
): Dependency[] {
  const byRoot = new Map(environments.map((each) => [each.root, each]));
  const homes = new Map<string, PythonEnvironment | undefined>();
  const homeOf = (site: string) => {
    if (homes.has(site)) return homes.get(site);
    let at = site;
    while (at !== "/" && !byRoot.has(at)) at = parentPath(at);
    const home = byRoot.get(at);
    homes.set(site, home);
    return home;
  };
  const providers = createProviders(onProblem);
  const inHome = (root: string | undefined, name: string) => `${name}#${root ?? ""}`;
  for (const [{ metadata, site }, id] of ids) {
    const name = normalizePypiName(metadata.name);
    providers.add(`${name} ${site}`, { id });
    providers.add(inHome(homeOf(site)?.root, name), { id });
  }
  const all = () => true;
  const findSatisfiers = (site: string, name: string): readonly PackageId[] => {
    const near = providers.find(`${name} ${site}`, all);
    if (near.length > 0) return near;
    const home = homeOf(site);
    const beside = providers.find(inHome(home?.root, name), all);
    return home?.system ? [...beside, ...providers.find(inHome(undefined, name), all)] : beside;
  };
  return [...ids].flatMap(([{ metadata, site, file }, from]) => {
    const environment = environmentOf(site);
    return metadata.requires.flatMap((requirement): Dependency[] => {
      const [specifier = "", ...marker] = requirement.split(";");
      if (evaluateMarker(marker.join(";"), environment) === false) return [];
      const [name = ""] = /^[A-Za-z0-9._-]+/.exec(specifier.trim()) ?? [];
      return [
        {
          from,
          kind: /\bextra\s{0,9}[=<>!~]/.test(requirement) ? "optional" : "runtime",
          requirement,
          satisfiedBy: findSatisfiers(site, normalizePypiName(name)),
          readFrom: file,
        },
      ];
    });
  });
}
