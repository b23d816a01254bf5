/** A directed edge between names. */
export type Edge = readonly [from: string, to: string];

interface Visit {
  readonly node: number;
  nextEdge: number;
}

/**
 * Groups of names that reach each other over edges: the strongly connected components of more than one name (Tarjan,
 * "Depth-first search and linear graph algorithms", 1972). Linear, and not recursive.
 */
export function findCycles(edges: Iterable<Edge>): readonly (readonly string[])[] {
  const names: string[] = [];
  const numberOf = new Map<string, number>();
  const targets: number[][] = [];
  const number = (name: string): number => {
    const known = numberOf.get(name);
    if (known !== undefined) return known;
    numberOf.set(name, names.length);
    targets.push([]);
    return names.push(name) - 1;
  };
  for (const [from, to] of edges) targets[number(from)]?.push(number(to));

  const cycles: string[][] = [];
  const order = new Int32Array(names.length).fill(-1);
  const lowest = new Int32Array(names.length);
  const onStack = new Uint8Array(names.length);
  const stack: number[] = [];
  let count = 0;
  for (let start = 0; start < names.length; start += 1) {
    if (order[start] !== -1) continue;
    const visits: Visit[] = [{ node: start, nextEdge: 0 }];
    for (let visit = visits.at(-1); visit !== undefined; visit = visits.at(-1)) {
      const { node } = visit;
      if (visit.nextEdge === 0) {
        order[node] = lowest[node] = count;
        count += 1;
        stack.push(node);
        onStack[node] = 1;
      }
      const target = targets[node]?.[visit.nextEdge];
      visit.nextEdge += 1;
      if (target !== undefined) {
        if (order[target] === -1) visits.push({ node: target, nextEdge: 0 });
        else if (onStack[target]) lowest[node] = Math.min(lowest[node] ?? 0, order[target] ?? 0);
        continue;
      }
      visits.pop();
      const parent = visits.at(-1)?.node;
      if (parent !== undefined) {
        lowest[parent] = Math.min(lowest[parent] ?? 0, lowest[node] ?? 0);
      }
      if (lowest[node] !== order[node]) continue;
      const members = stack.splice(stack.lastIndexOf(node));
      for (const member of members) onStack[member] = 0;
      if (members.length > 1) cycles.push(members.map((member) => names[member] ?? ""));
    }
  }
  return cycles;
}
