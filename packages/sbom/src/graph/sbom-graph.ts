import type { SbomComponent } from "../sbom-component.ts";

/**
 * The relations of a document, indexed: nodes are numbered, edges are arrays of numbers. It is read with
 * {@link dependenciesOf}, {@link reachableFrom}, {@link pathsTo} and their like; the numbers are for algorithms of your own.
 */
export interface SbomGraph {
  /** Refs of the nodes by their number: the components in the document's order, then refs that only relations name. */
  readonly refs: readonly string[];
  /** Numbers of the nodes by their ref. */
  readonly numbers: ReadonlyMap<string, number>;
  /** Components by the number of their node; `undefined` where a ref is no component of the document. */
  readonly components: readonly (SbomComponent | undefined)[];
  /** What each node depends on. */
  readonly dependencies: SbomAdjacency;
  /** What depends on each node. */
  readonly dependents: SbomAdjacency;
}

/** Neighbours of every node, each once: those of `n` are in `nodes` from `offsets[n]` up to, without, `offsets[n + 1]`. */
export interface SbomAdjacency {
  readonly offsets: Uint32Array;
  readonly nodes: Uint32Array;
}
