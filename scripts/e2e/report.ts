import type { HardeningMode } from "@coppice/types";

/** What the live job found. */
export interface Report {
  /** What must hold before anything of it means something. */
  readonly checks: readonly Check[];
  readonly images: readonly ImageReport[];
}

/** What the live job says of one image. */
export interface ImageReport {
  readonly image: string;
  /** The image as it was built, then as each mode left it. */
  readonly states: readonly StateReport[];
  /** What kept a state from being made. */
  readonly checks: readonly Check[];
}

/** An image before hardening, or after it in one mode. */
export interface StateReport {
  readonly state: "original" | HardeningMode;
  /** As dpkg-query counts. */
  readonly packages: number;
  /** Of the original's packages, from 0 to 1; packages that only a client used count as removed. */
  readonly removedShare: number;
  /** Packages that the exercised part used, and those that only its clients did, as the plan counts. */
  readonly used?: { readonly workload: number; readonly client: number };
  /** Content of the unpacked root, as du counts. */
  readonly bytes: number;
  readonly exercised: Score;
  /** For knowledge: what the trace never saw may be gone. */
  readonly heldOut: Score;
  /** How many faults each referee found that it does not find in the original. */
  readonly faults: { readonly [referee: string]: number };
  readonly checks: readonly Check[];
}

/** How many steps passed. */
export interface Score {
  readonly passed: number;
  readonly total: number;
  /** Names of the others, with what they left. */
  readonly failures: readonly string[];
}

/** Something that must hold. */
export interface Check {
  readonly name: string;
  readonly passed: boolean;
  /** What was found instead; empty when it holds. */
  readonly detail: string;
}
