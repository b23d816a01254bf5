import type { Dependency, DependencyKind, PackageId } from "@coppice/types";
import type { PnpPackages } from "./find-pnp-packages.ts";

/** What packages in archives may load. The map keeps what was resolved, and not the ranges that were asked for. */
export function resolvePnpDependencies(
  { archives, pathOf }: PnpPackages,
  ids: ReadonlyMap<string, PackageId>,
): Dependency[] {
  return archives.flatMap(({ name: own, path, map, instances }) => {
    const edges = new Map<string, Edge>();
    for (const { dependencies, peers } of instances) {
      for (const { as, name, reference } of dependencies) {
        if (as === own) continue;
        const target = name && reference && ids.get(pathOf(map, name, reference) ?? "");
        const edge = edges.get(as) ?? { kind: peers.has(as) ? "peer" : "runtime", to: new Set() };
        edges.set(as, edge);
        if (target) edge.to.add(target);
      }
    }
    return [...edges].map(
      ([as, { kind, to }]): Dependency => ({
        from: ids.get(path) ?? path,
        kind,
        requirement: as,
        satisfiedBy: [...to],
        readFrom: map,
      }),
    );
  });
}

/** What a package may load by one name, in any of its instances. */
interface Edge {
  readonly kind: DependencyKind;
  readonly to: Set<PackageId>;
}
