import { refsOf } from "./neighbours.ts";
import type { SbomGraph } from "./sbom-graph.ts";
import { findStrongGroups } from "./strong-groups.ts";

/**
 * All refs, each after everything that it depends on; those of a cycle stand together, in the document's order. What can be
 * installed, built or replaced in this order finds its dependencies in place.
 *
 * @example
 * ```ts
 * import { createSbomGraph, sortTopologically } from "@coppice/sbom";
 *
 * const dependsOn = (from: string, to: string) => ({ from, kind: "dependsOn", to });
 * const graph = createSbomGraph({
 *   components: [],
 *   relationships: [dependsOn("shop", "express"), dependsOn("shop", "qs"), dependsOn("express", "qs")],
 * });
 * sortTopologically(graph); // => ["qs", "express", "shop"]
 * ```
 */
export function sortTopologically(graph: SbomGraph): readonly string[] {
  const { groupOf, sizes } = findStrongGroups(graph.dependencies);
  const next = new Uint32Array(sizes.length);
  for (let group = 1; group < sizes.length; group += 1) {
    next[group] = (next[group - 1] ?? 0) + (sizes[group - 1] ?? 0);
  }
  const sorted = new Uint32Array(groupOf.length);
  groupOf.forEach((group, node) => {
    const place = next[group] ?? 0;
    sorted[place] = node;
    next[group] = place + 1;
  });
  return refsOf(graph, sorted);
}
