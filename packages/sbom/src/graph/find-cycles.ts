import { neighboursOf, refsOf } from "./neighbours.ts";
import type { SbomGraph } from "./sbom-graph.ts";
import { findStrongGroups } from "./strong-groups.ts";

/**
 * Groups of refs that depend on each other, or a ref that depends on itself: each group in the document's order, the group
 * whose first ref comes first before the others. They are strongly connected components, not each way round through one, of
 * which there can be more than anyone can list.
 *
 * @example
 * ```ts
 * import { createSbomGraph, findCycles } from "@coppice/sbom";
 *
 * const dependsOn = (from: string, to: string) => ({ from, kind: "dependsOn", to });
 * const graph = createSbomGraph({
 *   components: [],
 *   relationships: [dependsOn("shop", "a"), dependsOn("a", "b"), dependsOn("b", "a")],
 * });
 * findCycles(graph); // => [["a", "b"]]
 * ```
 */
export function findCycles(graph: SbomGraph): readonly (readonly string[])[] {
  const { groupOf, sizes } = findStrongGroups(graph.dependencies);
  const members = new Map<number, number[]>();
  groupOf.forEach((group, node) => {
    if (sizes[group] === 1 && !neighboursOf(graph.dependencies, node).includes(node)) return;
    const list = members.get(group);
    if (list === undefined) members.set(group, [node]);
    else list.push(node);
  });
  return Array.from(members.values(), (nodes) => refsOf(graph, nodes));
}
