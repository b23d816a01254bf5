import type { SbomComponent } from "../sbom-component.ts";
import type { SbomDocument } from "../sbom-document.ts";
import { readSbomFacts, type SbomFacts } from "./sbom-facts.ts";
import type { SbomAnswer, SbomProfile, SbomRule, SbomRuleSeverity } from "./sbom-profile.ts";
import type { SbomFailure, SbomGrade, SbomRuleScore, SbomScore } from "./sbom-score.ts";

/** What {@link scoreSbom} may be told. */
export interface ScoreSbomOptions {
  /** How many failures of a rule are listed at most; 20 unless given. */
  readonly failures?: number;
}

/**
 * How well a document does what a standard asks. Only what the document leaves out although its format has a place for it
 * counts against it: what the format cannot say is unknown, and what the standard does not ask of such a document is not
 * applicable; neither lowers the score.
 *
 * @example
 * ```ts
 * import { parseSbom, sbomProfiles, scoreSbom } from "@coppice/sbom";
 *
 * const document = parseSbom(`{
 *   "bomFormat": "CycloneDX",
 *   "specVersion": "1.6",
 *   "metadata": { "timestamp": "2026-01-31T12:00:00Z" },
 *   "components": [{ "type": "library", "name": "qs", "version": "6.13.0" }]
 * }`);
 * const profile = sbomProfiles.find(({ id }) => id === "ntia-2021");
 * const score = profile && scoreSbom(document, profile);
 * score?.conformance; // => "not-met"
 * score?.rules.find(({ id }) => id === "supplier-name")?.failures; // => [{ ref: "#/components/0", pointer: "/components/0" }]
 * ```
 */
export function scoreSbom(
  document: SbomDocument,
  profile: SbomProfile,
  options: ScoreSbomOptions = {},
): SbomScore {
  const facts = readSbomFacts(document);
  const rules = profile.rules.map((rule) => scoreRule(rule, facts, options.failures ?? 20));
  const score = weightedMean(rules);
  return {
    profile: profile.id,
    score,
    grade: score === undefined ? undefined : gradeOf(score),
    conformance: conformanceOf(rules),
    rules,
  };
}

function scoreRule(rule: SbomRule, facts: SbomFacts, limit: number): SbomRuleScore {
  const { id, title, reference, severity, about } = rule;
  const counts: Record<SbomAnswer, number> = { yes: 0, no: 0, unknown: 0, "not-applicable": 0 };
  const failures: SbomFailure[] = [];
  for (const { ref, pointer, answer } of answersTo(rule, facts)) {
    counts[answer] += 1;
    if (answer === "no" && failures.length < limit) failures.push({ ref, pointer });
  }
  const total = counts.yes + counts.no;
  // Who does not say what a document is about cannot be asked about it.
  const isUnknown = counts.unknown > 0 || (isAboutSubjects(about) && facts.subjects.length === 0);
  const untold = isUnknown ? "unknown" : "not-applicable";
  return {
    id,
    title,
    reference,
    severity,
    about,
    status: total === 0 ? untold : counts.no === 0 ? "passed" : "failed",
    passed: counts.yes,
    total,
    score: total === 0 ? undefined : round((100 * counts.yes) / total),
    failures,
  };
}

function* answersTo(
  rule: SbomRule,
  facts: SbomFacts,
): Iterable<SbomFailure & { readonly answer: SbomAnswer }> {
  if (rule.about === "document") {
    yield { ref: undefined, pointer: "", answer: rule.ask(facts) };
    return;
  }
  for (const component of elementsOf(rule.about, facts)) {
    const { ref, pointer } = component;
    yield { ref, pointer, answer: rule.ask(component, facts) };
  }
}

function isAboutSubjects(about: SbomRule["about"]): boolean {
  return about === "subjects" || about === "top-level";
}

function elementsOf(
  about: Exclude<SbomRule["about"], "document">,
  facts: SbomFacts,
): readonly SbomComponent[] {
  switch (about) {
    case "components":
      return facts.components;
    case "subjects":
      return facts.subjects;
    case "top-level":
      return facts.topLevel;
  }
}

const weights: { readonly [Severity in SbomRuleSeverity]: number } = {
  required: 4,
  recommended: 2,
  optional: 1,
};

function weightedMean(rules: readonly SbomRuleScore[]): number | undefined {
  let sum = 0;
  let weight = 0;
  for (const { score, severity } of rules) {
    if (score === undefined) continue;
    sum += score * weights[severity];
    weight += weights[severity];
  }
  return weight === 0 ? undefined : round(sum / weight);
}

/** To one decimal, downwards: only what is whole is 100. */
function round(score: number): number {
  return Math.floor(score * 10) / 10;
}

function gradeOf(score: number): SbomGrade {
  if (score >= 90) return "A";
  if (score >= 80) return "B";
  if (score >= 70) return "C";
  return score >= 60 ? "D" : "F";
}

function conformanceOf(rules: readonly SbomRuleScore[]): SbomScore["conformance"] {
  const required = rules.filter(({ severity }) => severity === "required");
  if (required.some(({ status }) => status === "failed")) return "not-met";
  return required.some(({ status }) => status === "unknown") ? "undecided" : "met";
}
