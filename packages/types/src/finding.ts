import type { PackageId } from "./package.ts";

/** How much a finding matters. */
export type Severity = "info" | "low" | "medium" | "high" | "critical";

/** Something that a rule or a check has to say about a package or a file. */
export interface Finding {
  /** Id of the rule, stable across versions. */
  readonly rule: string;
  readonly severity: Severity;
  /** From 0, a guess, to 1, a fact. */
  readonly confidence: number;
  readonly package?: PackageId;
  readonly path?: string;
  readonly message: string;
  /** What led to it: paths, values, places. */
  readonly evidence: readonly string[];
  /** What to do about it. */
  readonly remedy?: string;
  /** Addresses of documents that explain it. */
  readonly references?: readonly string[];
}
