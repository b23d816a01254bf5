/** How a version stands to the one that a constraint names; `*` is any version, and its constraint names the empty one. */
export type VersComparator = "*" | "=" | "!=" | "<" | "<=" | ">" | ">=";

/** One segment of a {@link VersRange}. */
export interface VersConstraint {
  readonly comparator: VersComparator;
  /** As the ecosystem writes it, without percent-encoding. */
  readonly version: string;
}

/**
 * A set of versions. The functions that make one sort its constraints by version, name each version once, and leave out
 * what is redundant; those that take one rely on it ({@link canonicalizeVers} does it for ranges made by hand).
 */
export interface VersRange {
  /** The vers type, such as `npm`; `all` and `none` are the ranges of every and of no version of any scheme. */
  readonly scheme: string;
  readonly constraints: readonly VersConstraint[];
}
