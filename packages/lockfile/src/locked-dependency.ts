import type { DependencyKind } from "@coppice/types";

/** A requirement with what the lockfile satisfies it with. */
export interface LockedDependency {
  /** The name that was asked for; an alias where the package is installed under another name than its own. */
  readonly name: string;
  /** What was asked for, as written: `^1.0.0`, `npm:other@1`, `>=2,<3`. Absent where the lockfile does not keep it. */
  readonly specifier?: string;
  readonly kind: Extract<DependencyKind, "runtime" | "development" | "optional" | "peer">;
  /** A peer that may be missing. */
  readonly optional?: true;
  /**
   * Keys of the packages or importers that satisfy it. Several where the lockfile holds one for each platform or Python
   * version; none where it is not locked: a peer that nobody provides, an optional package left out, a platform.
   */
  readonly to: readonly string[];
  /** When it holds, as written and not evaluated: an environment marker (PEP 508), or `extra == 'name'`. */
  readonly marker?: string;
  /** Extras of the required package that are asked for. */
  readonly extras?: readonly string[];
}
