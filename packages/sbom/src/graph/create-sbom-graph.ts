import type { SbomModel } from "../sbom-document.ts";
import type {
  SbomDependencyScope,
  SbomRelationship,
  SbomRelationshipKind,
} from "../sbom-relationship.ts";
import { dependencyKinds } from "./dependency-kinds.ts";
import type { SbomAdjacency, SbomGraph } from "./sbom-graph.ts";

/** What {@link createSbomGraph} may be told. */
export interface CreateSbomGraphOptions {
  /** Kinds of relations that are edges; {@link dependencyKinds} unless given. Add `contains` to follow nesting too. */
  readonly kinds?: readonly SbomRelationshipKind[];
  /** Leaves out what is needed in other scopes only. A relation that states no scope stays: unknown is not another one. */
  readonly scopes?: readonly SbomDependencyScope[];
}

/**
 * Indexes the relations of a document, in linear time. Two relations of the same ends are one edge. A ref that only
 * relations name, such as an element of another document, is a node too.
 *
 * @example
 * ```ts
 * import { createSbomGraph, dependentsOf, parseSbom } from "@coppice/sbom";
 *
 * const document = parseSbom(`{
 *   "bomFormat": "CycloneDX",
 *   "specVersion": "1.6",
 *   "components": [
 *     { "type": "application", "bom-ref": "shop", "name": "shop" },
 *     { "type": "library", "bom-ref": "qs", "name": "qs" }
 *   ],
 *   "dependencies": [{ "ref": "shop", "dependsOn": ["qs"] }]
 * }`);
 * dependentsOf(createSbomGraph(document), "qs"); // => ["shop"]
 * ```
 */
export function createSbomGraph(
  { components, relationships }: Pick<SbomModel, "components" | "relationships">,
  options: CreateSbomGraphOptions = {},
): SbomGraph {
  const kinds: ReadonlySet<string> = new Set(options.kinds ?? dependencyKinds);
  const scopes: ReadonlySet<string> | undefined = options.scopes && new Set(options.scopes);
  const numbers = new Map<string, number>();
  const refs: string[] = [];
  const numberOf = (ref: string): number => {
    const known = numbers.get(ref);
    if (known !== undefined) return known;
    numbers.set(ref, refs.length);
    return refs.push(ref) - 1;
  };
  for (const { ref } of components) numberOf(ref);
  const nodes = components.length === refs.length ? [...components] : firstOfEach(components);
  const isEdge = ({ kind, scope }: SbomRelationship): boolean =>
    kinds.has(kind) && (scope === undefined || scopes === undefined || scopes.has(scope));
  const ends: number[] = [];
  for (const relationship of relationships) {
    if (isEdge(relationship)) ends.push(numberOf(relationship.from), numberOf(relationship.to));
  }
  const dependencies = collect(ends, 0, refs.length);
  return {
    refs,
    numbers,
    components: refs.map((_, number) => nodes[number]),
    dependencies,
    dependents: collect(ends, 1, refs.length),
  };
}

/** A model made by hand may name a ref twice; the first component has it. */
function firstOfEach(components: SbomModel["components"]): SbomModel["components"] {
  const seen = new Set<string>();
  return components.filter(({ ref }) => !seen.has(ref) && seen.add(ref));
}

/** Neighbours by the end of each edge that stands at `side`; edges of the same ends once, in the order of the document. */
function collect(ends: readonly number[], side: 0 | 1, size: number): SbomAdjacency {
  const starts = new Uint32Array(size + 1);
  for (let at = side; at < ends.length; at += 2) {
    const node = ends[at] ?? 0;
    starts[node + 1] = (starts[node + 1] ?? 0) + 1;
  }
  for (let node = 0; node < size; node += 1) {
    starts[node + 1] = (starts[node + 1] ?? 0) + (starts[node] ?? 0);
  }
  const sorted = new Uint32Array(ends.length / 2);
  const next = starts.slice();
  for (let at = 0; at < ends.length; at += 2) {
    const node = ends[at + side] ?? 0;
    const place = next[node] ?? 0;
    next[node] = place + 1;
    sorted[place] = ends[at + 1 - side] ?? 0;
  }
  return dropRepeated(starts, sorted);
}

function dropRepeated(starts: Uint32Array, sorted: Uint32Array): SbomAdjacency {
  const size = starts.length - 1;
  const offsets = new Uint32Array(size + 1);
  const seenBy = new Uint32Array(size).fill(size);
  let length = 0;
  for (let node = 0; node < size; node += 1) {
    const end = starts[node + 1] ?? 0;
    for (let at = starts[node] ?? 0; at < end; at += 1) {
      const neighbour = sorted[at] ?? 0;
      if (seenBy[neighbour] === node) continue;
      seenBy[neighbour] = node;
      sorted[length] = neighbour;
      length += 1;
    }
    offsets[node + 1] = length;
  }
  return { offsets, nodes: sorted.slice(0, length) };
}
