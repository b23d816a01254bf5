import type { SbomComponent } from "../sbom-component.ts";
import type { SbomFacts } from "./sbom-facts.ts";

/** What a standard asks of a document, as data: for scoring, for the command line and for the documentation. */
export interface SbomProfile {
  /** Stable across versions of this package, such as `ntia-2021`. */
  readonly id: string;
  readonly title: string;
  /** When the standard was published, as `YYYY-MM-DD`. */
  readonly published: string;
  /** Where it is found. */
  readonly url: string;
  readonly rules: readonly SbomRule[];
}

/** One thing that a standard asks. */
export type SbomRule = SbomDocumentRule | SbomComponentRule;

/** What a rule says of itself. */
export interface SbomRuleFacts {
  /** Unique in its profile, stable across versions of this package, such as `component-name`. */
  readonly id: string;
  readonly title: string;
  /** The document and its section that ask it. */
  readonly reference: string;
  readonly severity: SbomRuleSeverity;
}

/** A rule about the document as a whole. */
export interface SbomDocumentRule extends SbomRuleFacts {
  readonly about: "document";
  readonly ask: (facts: SbomFacts) => SbomAnswer;
}

/** A rule that every element of a kind is asked. */
export interface SbomComponentRule extends SbomRuleFacts {
  /**
   * Who is asked: every component, what the document is about (`subjects`), or that and what it depends on directly
   * (`top-level`).
   */
  readonly about: "components" | "subjects" | "top-level";
  readonly ask: (component: SbomComponent, facts: SbomFacts) => SbomAnswer;
}

/** How much a rule matters: what a standard demands, what it recommends, what it leaves open. */
export type SbomRuleSeverity = "required" | "recommended" | "optional";

/**
 * The answer of one element to a rule. `unknown` where the format has no place for it, so that a document cannot tell;
 * `not-applicable` where the standard does not ask it of such an element.
 */
export type SbomAnswer = "yes" | "no" | "unknown" | "not-applicable";
