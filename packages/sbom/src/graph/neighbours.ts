import { SbomError } from "../sbom-error.ts";
import type { SbomAdjacency, SbomGraph } from "./sbom-graph.ts";

/**
 * Refs of what `ref` depends on directly, in the document's order.
 *
 * @example
 * ```ts
 * import { createSbomGraph, dependenciesOf } from "@coppice/sbom";
 *
 * const dependsOn = (from: string, to: string) => ({ from, kind: "dependsOn", to });
 * const graph = createSbomGraph({
 *   components: [],
 *   relationships: [dependsOn("shop", "express"), dependsOn("shop", "qs"), dependsOn("express", "qs")],
 * });
 * dependenciesOf(graph, "shop"); // => ["express", "qs"]
 * ```
 * @throws A {@link SbomError} with code `REFERENCE_UNKNOWN` where the graph has no such ref.
 */
export function dependenciesOf(graph: SbomGraph, ref: string): readonly string[] {
  return refsOf(graph, neighboursOf(graph.dependencies, numberOf(graph, ref)));
}

/**
 * Refs of what depends on `ref` directly, in the document's order.
 *
 * @example
 * ```ts
 * import { createSbomGraph, dependentsOf } from "@coppice/sbom";
 *
 * const dependsOn = (from: string, to: string) => ({ from, kind: "dependsOn", to });
 * const graph = createSbomGraph({
 *   components: [],
 *   relationships: [dependsOn("shop", "express"), dependsOn("shop", "qs"), dependsOn("express", "qs")],
 * });
 * dependentsOf(graph, "qs"); // => ["shop", "express"]
 * ```
 * @throws A {@link SbomError} with code `REFERENCE_UNKNOWN` where the graph has no such ref.
 */
export function dependentsOf(graph: SbomGraph, ref: string): readonly string[] {
  return refsOf(graph, neighboursOf(graph.dependents, numberOf(graph, ref)));
}

/** The neighbours of a node; a view, no copy. */
export function neighboursOf({ offsets, nodes }: SbomAdjacency, node: number): Uint32Array {
  return nodes.subarray(offsets[node], offsets[node + 1]);
}

/** Number of the node of `ref`. */
export function numberOf(graph: SbomGraph, ref: string): number {
  const number = graph.numbers.get(ref);
  if (number !== undefined) return number;
  throw new SbomError(
    "REFERENCE_UNKNOWN",
    `${JSON.stringify(ref)} is neither a component nor an end of a relation; name a ref of the document`,
  );
}

/** Refs of nodes. */
export function refsOf(graph: SbomGraph, nodes: Iterable<number>): readonly string[] {
  return Array.from(nodes, (node) => graph.refs[node] ?? "");
}
