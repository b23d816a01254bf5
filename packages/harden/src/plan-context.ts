import type { Evidence, HardeningPolicy, Reason } from "@coppice/types";
import type { SubjectModel } from "./subject-model.ts";

/** What every rule of a plan may look at. */
export interface PlanContext {
  readonly model: SubjectModel;
  readonly evidence: Evidence;
  readonly policy: HardeningPolicy;
}

/** A path or a package that must stay, and why. */
export type Need = NeededPath | NeededPackage;

/** A path that must stay; links on the way to it stay with it. */
interface NeededPath {
  readonly path: string;
  readonly reason: Reason;
}

/** A package that must stay. */
interface NeededPackage {
  readonly package: string;
  readonly reason: Reason;
}

/** A reason to keep something that holds from the start, whatever else is kept. */
export interface KeepRule {
  /** Stable across versions; plans name it in their reasons. */
  readonly id: string;
  /** What it keeps and why, in a sentence. */
  readonly title: string;
  needs(context: PlanContext): Iterable<Need>;
}
