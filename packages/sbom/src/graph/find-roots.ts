import { refsOf } from "./neighbours.ts";
import type { SbomGraph } from "./sbom-graph.ts";
import { findStrongGroups } from "./strong-groups.ts";

/**
 * Refs on which nothing depends, in the document's order. Of a cycle on which nothing outside depends it is the first: every
 * ref of the graph is {@link reachableFrom} the roots, and from no fewer.
 *
 * @example
 * ```ts
 * import { createSbomGraph, findRoots } from "@coppice/sbom";
 *
 * const dependsOn = (from: string, to: string) => ({ from, kind: "dependsOn", to });
 * const graph = createSbomGraph({
 *   components: [],
 *   relationships: [dependsOn("shop", "a"), dependsOn("a", "b"), dependsOn("b", "a")],
 * });
 * findRoots(graph); // => ["shop"]
 * ```
 */
export function findRoots(graph: SbomGraph): readonly string[] {
  const { groupOf, count } = findStrongGroups(graph.dependencies);
  const { offsets, nodes } = graph.dependencies;
  const needed = new Uint8Array(count);
  for (let node = 0; node < groupOf.length; node += 1) {
    const end = offsets[node + 1] ?? 0;
    for (let edge = offsets[node] ?? 0; edge < end; edge += 1) {
      const group = groupOf[nodes[edge] ?? 0] ?? 0;
      if (group !== groupOf[node]) needed[group] = 1;
    }
  }
  const roots: number[] = [];
  groupOf.forEach((group, node) => {
    if (needed[group] === 1) return;
    needed[group] = 1;
    roots.push(node);
  });
  return refsOf(graph, roots);
}
