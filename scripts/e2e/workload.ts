import type { ImageRecipe } from "./image-recipe.ts";
import type { Step } from "./step.ts";

/** An image with what it is asked to do, and what hardening must reach on it. */
export interface Workload {
  readonly image: ImageRecipe;
  /** Programs of the image that only exercise it, counted apart. */
  readonly clients: readonly string[];
  /** What the trace sees. */
  readonly exercised: readonly Step[];
  /** What the trace never sees: the question is how much of it still works afterwards. */
  readonly heldOut: readonly Step[];
  /** Least share of the packages that mode `executed` removes, from 0 to 1. */
  readonly removedShare: number;
  /** Fewest and most packages that may stay in mode `executed`, where it is known what the workload needs. */
  readonly neededPackages?: readonly [number, number];
}
