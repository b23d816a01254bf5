import { findRoots } from "./find-roots.ts";
import { numberOf } from "./neighbours.ts";
import { walk } from "./reachable-from.ts";
import type { SbomGraph } from "./sbom-graph.ts";

/** What {@link measureDepths} may be told. */
export interface MeasureDepthsOptions {
  /** Where depth 0 is; the roots of the graph unless given. */
  readonly from?: Iterable<string>;
}

/**
 * How many relations away each ref is by the shortest way: 1 is a direct dependency. A ref to which no way leads has none.
 *
 * @example
 * ```ts
 * import { createSbomGraph, measureDepths } from "@coppice/sbom";
 *
 * const dependsOn = (from: string, to: string) => ({ from, kind: "dependsOn", to });
 * const graph = createSbomGraph({
 *   components: [],
 *   relationships: [dependsOn("shop", "express"), dependsOn("shop", "qs"), dependsOn("express", "qs")],
 * });
 * [...measureDepths(graph)]; // => [["shop", 0], ["express", 1], ["qs", 1]]
 * ```
 * @throws A {@link SbomError} with code `REFERENCE_UNKNOWN` where the graph has no such ref.
 */
export function measureDepths(
  graph: SbomGraph,
  options: MeasureDepthsOptions = {},
): ReadonlyMap<string, number> {
  const starts = Array.from(options.from ?? findRoots(graph), (ref) => numberOf(graph, ref));
  const { order, length, distances } = walk(graph.dependencies, starts);
  const depths = new Map<string, number>();
  for (let at = 0; at < length; at += 1) {
    const node = order[at] ?? 0;
    depths.set(graph.refs[node] ?? "", distances[node] ?? 0);
  }
  return depths;
}
