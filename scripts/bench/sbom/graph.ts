import { createSbomGraph } from "../../../packages/sbom/src/graph/create-sbom-graph.ts";
import { findCycles } from "../../../packages/sbom/src/graph/find-cycles.ts";
import { pathsTo } from "../../../packages/sbom/src/graph/paths-to.ts";
import { reachableFrom } from "../../../packages/sbom/src/graph/reachable-from.ts";
import type { SbomRelationship } from "../../../packages/sbom/src/sbom-relationship.ts";
import type { Row } from "../../evaluate/evaluation.ts";

type Edges = readonly SbomRelationship[];

/** A job over a graph of `nodes` nodes, with what it may take. */
interface Case {
  readonly name: string;
  readonly nodes: number;
  readonly edges: (nodes: number) => Edges;
  readonly run: (edges: Edges) => void;
  readonly bar?: number;
}

const reach = (edges: Edges): void => {
  reachableFrom(createSbomGraph({ components: [], relationships: edges }), ["n0"]);
};
const cycles = (edges: Edges): void => {
  findCycles(createSbomGraph({ components: [], relationships: edges }));
};
const paths = (edges: Edges): void => {
  const graph = createSbomGraph({ components: [], relationships: edges });
  pathsTo(graph, "n2000", { from: ["n0"], maximumLength: 1_000 });
};

const cases: readonly Case[] = [
  { name: "reachable, 33,000 nodes", nodes: 33_000, edges: layered, run: reach, bar: 0.5 },
  { name: "reachable, 8,000 nodes", nodes: 8_000, edges: layered, run: reach },
  { name: "reachable, 32,000 nodes", nodes: 32_000, edges: layered, run: reach },
  { name: "cycles, 33,000 nodes", nodes: 33_000, edges: tangled, run: cycles, bar: 0.5 },
  { name: "10 paths, 33,000 nodes", nodes: 33_000, edges: layered, run: paths, bar: 0.5 },
  { name: "10 paths through cycles, 33,000 nodes", nodes: 33_000, edges: tangled, run: paths },
  { name: "reachable, chain of 100,000", nodes: 100_000, edges: chain, run: reach },
];

/** CPU seconds of building a graph and asking it something; three edges a node. */
export async function* graph(_corpus: string | undefined): AsyncIterable<Row> {
  for (const { name, nodes, edges, run, bar } of cases) {
    const made = edges(nodes);
    const runs = Array.from({ length: 5 }, () => cpuSeconds(() => run(made)));
    const median = runs.sort((a, b) => a - b)[2] ?? 0;
    yield {
      name,
      values: {
        edges: made.length,
        "CPU s": median.toFixed(3),
        "µs per edge": ((1e6 * median) / made.length).toFixed(2),
        bar: bar === undefined ? "" : `≤ ${bar} s`,
      },
      passed: bar === undefined || median <= bar,
    };
  }
}

/** Each node needs the next and two further on, as packages do. */
function layered(nodes: number): Edges {
  return edgesOf(nodes, (node) => [node + 1, node + 2 + (node % 7), node + 5 + (node % 31)]);
}

/** The same, and back. */
function tangled(nodes: number): Edges {
  return edgesOf(nodes, (node) => [node + 1, node + 2 + (node % 7), node - 1 - (node % 13)]);
}

function chain(nodes: number): Edges {
  return edgesOf(nodes, (node) => [node + 1]);
}

function edgesOf(nodes: number, targets: (node: number) => readonly number[]): Edges {
  return Array.from({ length: nodes }, (_, node) =>
    targets(node).map((target) => ({
      from: `n${node}`,
      kind: "dependsOn",
      to: `n${Math.min(Math.max(target, 0), nodes - 1)}`,
    })),
  ).flat();
}

function cpuSeconds(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}
