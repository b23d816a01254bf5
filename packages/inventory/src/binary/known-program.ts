import type { ClassifierMatch } from "./find-classifiers.ts";
import type { PlacedVersion } from "./scan-for-version.ts";

/** A file that a classifier knows. */
export interface KnownProgram extends PlacedVersion, ClassifierMatch {
  /** All its paths; the version was read at the first. */
  readonly paths: readonly string[];
  /** Where it is installed: what stands before `bin`, `lib` and the like in its path. */
  readonly root: string;
}
