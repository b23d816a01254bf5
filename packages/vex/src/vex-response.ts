/** A kind of remedy. */
export type VexResponse =
  | "update"
  | "optional_update"
  | "update_planned"
  | "workaround"
  | "mitigation"
  | "rollback"
  | "no_update_yet"
  | "will_not_fix"
  | "can_not_fix";

/** A kind of remedy, and the words that formats have for it. OpenVEX has prose only. */
export interface VexResponseTerms {
  readonly term: VexResponse;
  /** CSAF 2.0, 3.2.3.12.1: category of a remediation. */
  readonly csaf?: string;
  /** Whether only CSAF 2.1 has that category. */
  readonly sinceCsaf21?: boolean;
  /** CycloneDX 1.7 `vulnerability.analysis.response`. */
  readonly cyclonedx?: string;
}

/** CycloneDX's `workaround_available` is read as a workaround, and written for a mitigation too. */
export const vexResponses: readonly VexResponseTerms[] = [
  { term: "update", csaf: "vendor_fix", cyclonedx: "update" },
  { term: "optional_update", csaf: "optional_patch", sinceCsaf21: true },
  { term: "update_planned", csaf: "fix_planned", sinceCsaf21: true },
  { term: "workaround", csaf: "workaround", cyclonedx: "workaround_available" },
  { term: "mitigation", csaf: "mitigation", cyclonedx: "workaround_available" },
  { term: "rollback", cyclonedx: "rollback" },
  { term: "no_update_yet", csaf: "none_available" },
  { term: "will_not_fix", csaf: "no_fix_planned", cyclonedx: "will_not_fix" },
  { term: "can_not_fix", cyclonedx: "can_not_fix" },
];

/** The kind of remedy that a format calls `word`. */
export function readVexResponse(
  family: "csaf" | "cyclonedx",
  word: string,
): VexResponse | undefined {
  return vexResponses.find((entry) => entry[family] === word)?.term;
}
