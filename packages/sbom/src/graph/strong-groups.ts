import type { SbomAdjacency } from "./sbom-graph.ts";

/** The strongly connected components of a graph: nodes of one group need each other. */
export interface StrongGroups {
  readonly count: number;
  /** Number of each node's group. What a group needs outside of itself is in groups of smaller numbers. */
  readonly groupOf: Uint32Array;
  /** How many nodes each group has. */
  readonly sizes: Uint32Array;
}

/**
 * Finds the strongly connected components in linear time, without recursion. R. Tarjan, "Depth-first search and linear graph
 * algorithms", SIAM Journal on Computing 1 (1972).
 */
export function findStrongGroups({ offsets, nodes }: SbomAdjacency): StrongGroups {
  const size = offsets.length - 1;
  const groupOf = new Uint32Array(size);
  /** Order of the visit from 1; 0 before it, and `done` once the group is known. */
  const low = new Uint32Array(size);
  const done = 0xffff_ffff;
  const next = offsets.slice(0, size);
  const path = new Uint32Array(size);
  const open = new Uint32Array(size);
  const entered = new Uint32Array(size);
  const sizes: number[] = [];
  let pathLength = 0;
  let openLength = 0;
  let visits = 0;
  const enter = (node: number): void => {
    visits += 1;
    low[node] = visits;
    entered[node] = visits;
    path[pathLength] = node;
    pathLength += 1;
    open[openLength] = node;
    openLength += 1;
  };
  const close = (node: number): void => {
    const before = openLength;
    for (let member = -1; member !== node; ) {
      openLength -= 1;
      member = open[openLength] ?? node;
      low[member] = done;
      groupOf[member] = sizes.length;
    }
    sizes.push(before - openLength);
  };
  for (let root = 0; root < size; root += 1) {
    if (low[root] === 0) enter(root);
    while (pathLength > 0) {
      const node = path[pathLength - 1] ?? 0;
      const edge = next[node] ?? 0;
      if (edge < (offsets[node + 1] ?? 0)) {
        next[node] = edge + 1;
        const neighbour = nodes[edge] ?? 0;
        if (low[neighbour] === 0) enter(neighbour);
        else if (low[neighbour] !== done) lower(low, node, entered[neighbour] ?? 0);
        continue;
      }
      pathLength -= 1;
      if (low[node] === entered[node]) close(node);
      else lower(low, path[pathLength - 1] ?? 0, low[node] ?? 0);
    }
  }
  return { count: sizes.length, groupOf, sizes: Uint32Array.from(sizes) };
}

function lower(low: Uint32Array, node: number, value: number): void {
  if (value < (low[node] ?? 0)) low[node] = value;
}
