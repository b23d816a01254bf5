import { findRoots } from "./find-roots.ts";
import { neighboursOf, numberOf, refsOf } from "./neighbours.ts";
import { unreached, walk } from "./reachable-from.ts";
import type { SbomGraph } from "./sbom-graph.ts";
import { findStrongGroups } from "./strong-groups.ts";

/** What {@link pathsTo} may be told. */
export interface PathsToOptions {
  /** Where paths begin; the roots of the graph unless given. */
  readonly from?: Iterable<string>;
  /** How many paths are listed at most; 10 unless given. */
  readonly limit?: number;
  /** How many relations a path has at most; 100 unless given. */
  readonly maximumLength?: number;
}

/** Why something is in a document. */
export interface SbomPaths {
  /** Each from its beginning to the ref that was asked for, no ref twice; the shortest first. */
  readonly paths: readonly (readonly string[])[];
  /** Whether these are all paths: `false` where the limit or the length left out at least one. */
  readonly complete: boolean;
}

/** A path that has come as far as `node`, linked to what comes before. */
interface Step {
  readonly node: number;
  readonly before: Step | undefined;
  readonly length: number;
}

/**
 * The shortest ways from the roots to `ref`: why it is there. A path is followed only where it can still arrive without
 * meeting itself, so that the time grows with the paths listed and not with those that exist: linear in the edges per
 * listed path without cycles, and per step of it where it leads through one.
 *
 * @example
 * ```ts
 * import { createSbomGraph, pathsTo } from "@coppice/sbom";
 *
 * const dependsOn = (from: string, to: string) => ({ from, kind: "dependsOn", to });
 * const graph = createSbomGraph({
 *   components: [],
 *   relationships: [dependsOn("shop", "express"), dependsOn("shop", "qs"), dependsOn("express", "qs")],
 * });
 * pathsTo(graph, "qs"); // => { paths: [["shop", "qs"], ["shop", "express", "qs"]], complete: true }
 * pathsTo(graph, "qs", { limit: 1 }).complete; // => false
 * ```
 * @throws A {@link SbomError} with code `REFERENCE_UNKNOWN` where the graph has no such ref.
 */
export function pathsTo(graph: SbomGraph, ref: string, options: PathsToOptions = {}): SbomPaths {
  const { limit = 10, maximumLength = 100 } = options;
  const target = numberOf(graph, ref);
  const starts = Array.from(options.from ?? findRoots(graph), (root) => numberOf(graph, root));
  const remaining = createRemaining(graph, target);
  // The length that a path will have at least is known exactly, so waiting steps are kept by it. Among equals the newest is
  // the one nearest to its end.
  const waiting: Step[][] = [];
  let complete = true;
  const wait = (step: Step, distance: number): void => {
    if (distance === unreached) return;
    const length = step.length + distance;
    if (length > maximumLength) complete = false;
    else {
      waiting[length] ??= [];
      waiting[length].push(step);
    }
  };
  const first = remaining(undefined);
  for (const node of [...new Set(starts)].reverse()) {
    wait({ node, before: undefined, length: 0 }, first[node] ?? unreached);
  }
  const paths: (readonly string[])[] = [];
  for (let length = 0; length < waiting.length; length += 1) {
    const steps = waiting[length] ?? [];
    for (let step = steps.pop(); step !== undefined; step = steps.pop()) {
      if (paths.length >= limit) return { paths, complete: false };
      if (step.node === target) {
        paths.push(refsOf(graph, nodesOf(step).reverse()));
        continue;
      }
      const distances = remaining(step);
      for (const node of neighboursOf(graph.dependencies, step.node).slice().reverse()) {
        if (node === step.node) continue;
        wait({ node, before: step, length: step.length + 1 }, distances[node] ?? unreached);
      }
    }
  }
  return { paths, complete };
}

/**
 * How far each node is from `target` for a path that may not meet itself. Only within a cycle can a path stand in its own
 * way, so anywhere else one measurement serves all.
 */
function createRemaining(
  { dependencies, dependents }: SbomGraph,
  target: number,
): (step: Step | undefined) => Uint32Array {
  const { groupOf, sizes } = findStrongGroups(dependencies);
  const { distances } = walk(dependents, [target]);
  const blocked = new Uint32Array(groupOf.length);
  let stamp = 0;
  return (step) => {
    if (step === undefined || sizes[groupOf[step.node] ?? 0] === 1) return distances;
    stamp += 1;
    for (const node of nodesOf(step)) blocked[node] = stamp;
    return walk(dependents, [target], blocked, stamp).distances;
  };
}

/** The nodes of a path, the last one first. */
function nodesOf(step: Step): number[] {
  const nodes: number[] = [];
  for (let at: Step | undefined = step; at !== undefined; at = at.before) nodes.push(at.node);
  return nodes;
}
