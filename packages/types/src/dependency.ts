import type { PackageId } from "./package.ts";

/** What a dependency is for. */
export type DependencyKind =
  | "runtime"
  | "pre-dependency"
  | "recommended"
  | "suggested"
  | "linked-library"
  | "optional"
  | "peer"
  | "development";

/** An edge between packages, as it was declared and as it is satisfied in this subject. */
export interface Dependency {
  readonly from: PackageId;
  readonly kind: DependencyKind;
  /** The requirement as it was written, with alternatives and version bounds: `default-mta | mail-transport-agent`. */
  readonly requirement: string;
  /** Packages of this Bom each of which satisfies it alone, the preferred one first; empty when none does. */
  readonly satisfiedBy: readonly PackageId[];
  /** What the edge was read from, such as a path or a document. */
  readonly readFrom: string;
}
