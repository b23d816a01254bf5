import type { VexFamily } from "./vex-document.ts";

/** Why a product is not affected: OpenVEX's five words, and those of CycloneDX that are none of them. */
export type VexJustification =
  | "component_not_present"
  | "vulnerable_code_not_present"
  | "vulnerable_code_not_in_execute_path"
  | "vulnerable_code_cannot_be_controlled_by_adversary"
  | "inline_mitigations_already_exist"
  | "requires_configuration"
  | "requires_dependency"
  | "requires_environment"
  | "protected_by_compiler"
  | "protected_at_runtime"
  | "protected_at_perimeter";

/** A justification, and the word that each format has for it, if any. */
export interface VexJustificationTerms {
  readonly term: VexJustification;
  readonly openvex?: string;
  readonly csaf?: string;
  readonly cyclonedx?: string;
  /** Formats whose word says less than the term does; it reads back as another term. */
  readonly wider: readonly VexFamily[];
}

/**
 * OpenVEX 0.2.0 "Status Justifications"; CSAF 2.1, 3.2.4.6 (flags), which has the same five; CycloneDX 1.7
 * `impactAnalysisJustification`. A word that says more than the term is never written. So CycloneDX has none for code
 * that an adversary cannot control, and OpenVEX and CSAF have none for what depends on a configuration, a dependency or an
 * environment, nor for protection outside of the product.
 */
export const vexJustifications: readonly VexJustificationTerms[] = [
  ...same("component_not_present", "code_not_present", ["cyclonedx"]),
  ...same("vulnerable_code_not_present", "code_not_present"),
  ...same("vulnerable_code_not_in_execute_path", "code_not_reachable"),
  ...same("vulnerable_code_cannot_be_controlled_by_adversary"),
  ...same("inline_mitigations_already_exist", "protected_by_mitigating_control"),
  { term: "requires_configuration", cyclonedx: "requires_configuration", wider: [] },
  { term: "requires_dependency", cyclonedx: "requires_dependency", wider: [] },
  { term: "requires_environment", cyclonedx: "requires_environment", wider: [] },
  inline("protected_by_compiler"),
  inline("protected_at_runtime"),
  { term: "protected_at_perimeter", cyclonedx: "protected_at_perimeter", wider: [] },
];

/** A term that OpenVEX and CSAF have as it is. */
function same(
  term: VexJustification,
  cyclonedx?: string,
  wider: readonly VexFamily[] = [],
): readonly VexJustificationTerms[] {
  return [
    { term, openvex: term, csaf: term, ...(cyclonedx !== undefined && { cyclonedx }), wider },
  ];
}

/** A term of CycloneDX that is one of the ways in which OpenVEX and CSAF take a product to protect itself. */
function inline(term: VexJustification): VexJustificationTerms {
  const word = "inline_mitigations_already_exist";
  return { term, openvex: word, csaf: word, cyclonedx: term, wider: ["openvex", "csaf"] };
}

/**
 * The justification that a format calls `word`; `undefined` for other words.
 *
 * @example
 * ```ts
 * import { readVexJustification } from "@coppice/vex";
 *
 * readVexJustification("cyclonedx", "code_not_reachable"); // => "vulnerable_code_not_in_execute_path"
 * ```
 */
export function readVexJustification(
  family: VexFamily,
  word: string,
): VexJustification | undefined {
  return vexJustifications.find((entry) => entry[family] === word && !entry.wider.includes(family))
    ?.term;
}

/**
 * What a format calls `justification`, and whether that says all of it; `undefined` where it has no word.
 *
 * @example
 * ```ts
 * import { writeVexJustification } from "@coppice/vex";
 *
 * writeVexJustification("cyclonedx", "component_not_present"); // => { word: "code_not_present", exact: false }
 * writeVexJustification("openvex", "requires_environment"); // => undefined
 * ```
 */
export function writeVexJustification(
  family: VexFamily,
  justification: VexJustification,
): { readonly word: string; readonly exact: boolean } | undefined {
  const entry = vexJustifications.find(({ term }) => term === justification);
  const word = entry?.[family];
  return word === undefined ? undefined : { word, exact: !entry?.wider.includes(family) };
}
