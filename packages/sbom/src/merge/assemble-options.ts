import type { MergeSubject } from "./merge-sboms.ts";
import type { MergeRules } from "./merge-values.ts";

/** How merged parts are put together. */
export interface AssembleOptions {
  readonly mode: "flat" | "hierarchical" | "augment";
  readonly subject?: MergeSubject;
  /** Whether the documents are not all the same. */
  readonly isChanged: boolean;
  readonly rules: MergeRules;
}
