import { numberOf } from "./neighbours.ts";
import type { SbomAdjacency, SbomGraph } from "./sbom-graph.ts";

/** What {@link reachableFrom} may be told. */
export interface ReachableFromOptions {
  /** `dependencies` follows what the refs need, `dependents` what needs them; the former unless given. */
  readonly direction?: "dependencies" | "dependents";
}

/**
 * Refs of all that `refs` need, directly or through others, and these themselves: the nearest first.
 *
 * @example
 * ```ts
 * import { createSbomGraph, reachableFrom } from "@coppice/sbom";
 *
 * const dependsOn = (from: string, to: string) => ({ from, kind: "dependsOn", to });
 * const graph = createSbomGraph({
 *   components: [],
 *   relationships: [dependsOn("shop", "express"), dependsOn("shop", "qs"), dependsOn("express", "qs")],
 * });
 * [...reachableFrom(graph, ["express"])]; // => ["express", "qs"]
 * [...reachableFrom(graph, ["qs"], { direction: "dependents" })]; // => ["qs", "shop", "express"]
 * ```
 * @throws A {@link SbomError} with code `REFERENCE_UNKNOWN` where the graph has no such ref.
 */
export function reachableFrom(
  graph: SbomGraph,
  refs: Iterable<string>,
  options: ReachableFromOptions = {},
): ReadonlySet<string> {
  const starts = Array.from(refs, (ref) => numberOf(graph, ref));
  const { order, length } = walk(graph[options.direction ?? "dependencies"], starts);
  const reached = new Set<string>();
  for (let at = 0; at < length; at += 1) reached.add(graph.refs[order[at] ?? 0] ?? "");
  return reached;
}

/** A walk by breadth. */
export interface Walk {
  /** The nodes in the order in which they were met; only the first `length` count. */
  readonly order: Uint32Array;
  readonly length: number;
  /** Edges from the nearest start by node; {@link unreached} where there is no way. */
  readonly distances: Uint32Array;
}

/** Distance of a node to which no way leads. */
export const unreached = 0xffff_ffff;

/** Walks from `starts` along `edges`, into no node for which `blocked` has `stamp`. */
export function walk(
  { offsets, nodes }: SbomAdjacency,
  starts: Iterable<number>,
  blocked?: Uint32Array,
  stamp?: number,
): Walk {
  const size = offsets.length - 1;
  const distances = new Uint32Array(size).fill(unreached);
  const order = new Uint32Array(size);
  let length = 0;
  for (const start of starts) {
    if (distances[start] === 0) continue;
    distances[start] = 0;
    order[length] = start;
    length += 1;
  }
  for (let at = 0; at < length; at += 1) {
    const node = order[at] ?? 0;
    const distance = (distances[node] ?? 0) + 1;
    const end = offsets[node + 1] ?? 0;
    for (let edge = offsets[node] ?? 0; edge < end; edge += 1) {
      const neighbour = nodes[edge] ?? 0;
      if (distances[neighbour] !== unreached) continue;
      if (blocked !== undefined && blocked[neighbour] === stamp) continue;
      distances[neighbour] = distance;
      order[length] = neighbour;
      length += 1;
    }
  }
  return { order, length, distances };
}
