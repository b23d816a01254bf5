import type { SbomRule, SbomRuleFacts } from "./sbom-profile.ts";

/** How well a document meets a profile. */
export interface SbomScore {
  /** Id of the profile. */
  readonly profile: string;
  /**
   * From 0 to 100: the mean of the rules that could be answered, of which a required one counts four times and a recommended
   * one twice as much as an optional one. `undefined` where none could.
   */
  readonly score: number | undefined;
  /** A from 90, B from 80, C from 70, D from 60, F below. */
  readonly grade: SbomGrade | undefined;
  /**
   * Whether the document does all that the profile requires: `undecided` where it breaks no required rule, but cannot tell
   * of at least one.
   */
  readonly conformance: "met" | "not-met" | "undecided";
  readonly rules: readonly SbomRuleScore[];
}

/** A school grade. */
export type SbomGrade = "A" | "B" | "C" | "D" | "F";

/** How well a document meets a rule. */
export interface SbomRuleScore extends SbomRuleFacts {
  readonly about: SbomRule["about"];
  /**
   * `passed` and `failed` where all or not all elements do what is asked. A rule that the format has no place for is
   * `unknown`; one that asks nothing of this document is `not-applicable`.
   */
  readonly status: "passed" | "failed" | "unknown" | "not-applicable";
  /** Elements that do what is asked. */
  readonly passed: number;
  /** Elements of which it could be told. */
  readonly total: number;
  /** From 0 to 100, the part of the elements that passed; `undefined` where it could be told of none. */
  readonly score: number | undefined;
  /** The first of those that do not do it; there are `total - passed` in all. */
  readonly failures: readonly SbomFailure[];
}

/** An element that does not do what a rule asks. */
export interface SbomFailure {
  /** A component's ref; `undefined` for the document. */
  readonly ref: string | undefined;
  /** JSON pointer in the document's native form; the empty one is the document itself. */
  readonly pointer: string;
}
