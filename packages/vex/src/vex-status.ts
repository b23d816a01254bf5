import type { VexFamily } from "./vex-document.ts";

/** What a vulnerability means for a product, in OpenVEX's words. */
export type VexStatus = "not_affected" | "affected" | "fixed" | "under_investigation";

/** A status, and the words that each format has for it: the first is the one that is written. */
export interface VexStatusTerms {
  readonly term: VexStatus;
  readonly openvex: readonly string[];
  readonly csaf: readonly string[];
  readonly cyclonedx: readonly string[];
}

/**
 * OpenVEX 0.2.0 "Status Labels"; CSAF 2.1, 3.2.4.9 (product status); CycloneDX 1.7 `impactAnalysisState`. CSAF's `unknown`
 * says too that nobody looks into it, which no other format can say.
 */
export const vexStatuses: readonly VexStatusTerms[] = [
  {
    term: "not_affected",
    openvex: ["not_affected"],
    csaf: ["known_not_affected"],
    cyclonedx: ["not_affected", "false_positive"],
  },
  {
    term: "affected",
    openvex: ["affected"],
    csaf: ["known_affected", "first_affected", "last_affected"],
    cyclonedx: ["exploitable"],
  },
  {
    term: "fixed",
    openvex: ["fixed"],
    csaf: ["fixed", "first_fixed", "recommended"],
    cyclonedx: ["resolved", "resolved_with_pedigree"],
  },
  {
    term: "under_investigation",
    openvex: ["under_investigation"],
    csaf: ["under_investigation", "unknown"],
    cyclonedx: ["in_triage"],
  },
];

/**
 * The status that a format calls `word`; `undefined` for other words.
 *
 * @example
 * ```ts
 * import { readVexStatus } from "@coppice/vex";
 *
 * readVexStatus("csaf", "first_fixed"); // => "fixed"
 * readVexStatus("openvex", "first_fixed"); // => undefined
 * ```
 */
export function readVexStatus(family: VexFamily, word: string): VexStatus | undefined {
  return vexStatuses.find((entry) => entry[family].includes(word))?.term;
}

/**
 * What a format calls `status`: `word` where it is a word of that format for it.
 *
 * @example
 * ```ts
 * import { writeVexStatus } from "@coppice/vex";
 *
 * writeVexStatus("cyclonedx", "fixed"); // => "resolved"
 * writeVexStatus("csaf", "fixed", "first_fixed"); // => "first_fixed"
 * ```
 */
export function writeVexStatus(family: VexFamily, status: VexStatus, word?: string): string {
  const words = vexStatuses.find(({ term }) => term === status)?.[family] ?? [];
  return word !== undefined && words.includes(word) ? word : (words[0] ?? status);
}
