import { parentPath } from "@coppice/image";
import type { Dependency, PackageId } from "@coppice/types";
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
): Dependency[] {
  const byName = new Map<string, PythonDistribution[]>();
  for (const distribution of ids.keys()) {
    const name = normalizePypiName(distribution.metadata.name);
    const others = byName.get(name);
    if (others) others.push(distribution);
    else byName.set(name, [distribution]);
  }
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
  const known = new Map<string, readonly PackageId[]>();
  const remember = (key: string, find: () => readonly PythonDistribution[]) => {
    const found = known.get(key) ?? find().flatMap((other) => ids.get(other) ?? []);
    known.set(key, found);
    return found;
  };
  const findSatisfiers = (site: string, name: string): readonly PackageId[] => {
    const named = byName.get(name) ?? [];
    const near = remember(`${name} ${site}`, () => named.filter((other) => other.site === site));
    if (near.length > 0) return near;
    const home = homeOf(site);
    return remember(`${name}#${home?.root ?? ""}`, () =>
      named.filter((other) => {
        const place = homeOf(other.site);
        return place === home || (place === undefined && home?.system === true);
      }),
    );
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
