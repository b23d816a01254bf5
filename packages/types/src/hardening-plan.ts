import type { EvidenceSubject, Grade, ObservationUnit } from "./evidence.ts";
import type { Finding } from "./finding.ts";
import type { PackageId } from "./package.ts";

/**
 * How far a plan goes. `closure`: used packages and everything they depend on stay; `executed`: used packages stay,
 * each dependency that is given up is listed; `files`: only files that are needed stay.
 */
export type HardeningMode = "closure" | "executed" | "files";

/** What a plan may and may not do. */
export interface HardeningPolicy {
  readonly mode: HardeningMode;
  /** Weakest use that counts as need. */
  readonly minimumGrade: Grade;
  /** Names of packages that stay whatever the evidence says. */
  readonly keepPackages: readonly string[];
  /** Paths that stay with everything below them. */
  readonly keepPaths: readonly string[];
  /** Whether files that no package owns stay without evidence; most often they are the application. */
  readonly keepUnowned: boolean;
}

/** Why something stays or goes: a rule, and what called for it. */
export interface Reason {
  /** Id of the keep or removal rule. */
  readonly rule: string;
  /** The path or package that calls for it, where one does. */
  readonly because?: string;
  /** More, in words. */
  readonly detail?: string;
}

/** What happens to a package. `trim`: it stays with only some of its files. */
export interface PackageDecision {
  readonly id: PackageId;
  readonly name: string;
  readonly decision: "keep" | "trim" | "remove";
  readonly reasons: readonly Reason[];
  /** Files and bytes that are its own, now and after. */
  readonly files: BeforeAfter;
  readonly bytes: BeforeAfter;
}

/** What happens to a path. */
export interface FileDecision {
  readonly path: string;
  readonly decision: "keep" | "remove";
  readonly reasons: readonly Reason[];
}

/** A number before and after the plan is applied. */
export interface BeforeAfter {
  readonly before: number;
  readonly after: number;
}

/** A declared dependency of a kept package that the plan gives up, since what satisfies it was never used. */
export interface WaivedDependency {
  readonly from: PackageId;
  readonly requirement: string;
  /** The packages that satisfied it. */
  readonly satisfiedBy: readonly PackageId[];
}

/** A check of the planned file system, done before anything is applied. */
export interface CheckResult {
  /** Id of the check. */
  readonly check: string;
  /** What it looks at, in a sentence. */
  readonly title: string;
  /** `inapplicable`: there was nothing to look at, so that nothing was shown. */
  readonly status: "passed" | "failed" | "inapplicable";
  /** How many things it looked at. */
  readonly examined: number;
  readonly findings: readonly Finding[];
}

/** What to remove from an image and why, with what it stands on and what was checked. */
export interface HardeningPlan {
  readonly kind: "plan";
  readonly schemaVersion: string;
  readonly subject: EvidenceSubject;
  readonly policy: HardeningPolicy;
  /** The observation units that the plan stands on. */
  readonly units: readonly ObservationUnit[];
  readonly summary: PlanSummary;
  readonly packages: readonly PackageDecision[];
  readonly files: readonly FileDecision[];
  readonly waived: readonly WaivedDependency[];
  readonly checks: readonly CheckResult[];
  /** What remains uncertain. */
  readonly risks: readonly Finding[];
}

/** The figures of a plan. A package that came inside another one (`ownedBy`) is not counted beside it. */
export interface PlanSummary {
  readonly packages: BeforeAfter;
  readonly files: BeforeAfter;
  readonly bytes: BeforeAfter;
  /** Packages that the workload used at least as strongly as the minimum grade. */
  readonly usedPackages: number;
  /** Packages that only a client used. */
  readonly clientPackages: number;
}
