import type { SbomComponent } from "../../sbom-component.ts";
import type { SbomFacts } from "../sbom-facts.ts";
import type { SbomAnswer } from "../sbom-profile.ts";
import { answer, answerWhere, isAtLeast } from "./stated.ts";

/** Whether it is said what a component is part of or needed by, what it needs, or that it needs nothing. */
export function isRelated({ ref }: SbomComponent, facts: SbomFacts): SbomAnswer {
  if (facts.components.length === 1) return "not-applicable";
  return answer(facts.needed.has(ref) || facts.dependent.has(ref));
}

/** Whether it is said what a component contains or depends on, or that this is nothing. */
export function hasDependencies({ ref }: SbomComponent, { dependent }: SbomFacts): SbomAnswer {
  return answer(dependent.has(ref));
}

/** Whether it is said how complete the list of what a component contains or depends on is. */
export function hasCompleteness({ ref }: SbomComponent, facts: SbomFacts): SbomAnswer {
  const { ofAll, byRef } = facts.completeness;
  return answerWhere(canStateCompleteness(facts), ofAll !== undefined || byRef.has(ref));
}

/** Whether it is said both what a component contains or depends on, and how complete that is. */
export function hasDependenciesWithCompleteness(
  component: SbomComponent,
  facts: SbomFacts,
): SbomAnswer {
  if (hasDependencies(component, facts) === "no") return "no";
  return hasCompleteness(component, facts);
}

/** Whether anything is said of what is not known. Who says nothing may have nothing to say. */
export function hasKnownUnknowns({ completeness }: SbomFacts): SbomAnswer {
  const { ofAll, byRef } = completeness;
  return ofAll !== undefined || byRef.size > 0 ? "yes" : "unknown";
}

/** Whether the document says that it lists all of what it is about. Who does not say so leaves it open. */
export function saysComplete({ subjects, completeness }: SbomFacts): SbomAnswer {
  const { ofAll, byRef } = completeness;
  const stated =
    subjects.length === 0 ? [ofAll] : subjects.map(({ ref }) => byRef.get(ref) ?? ofAll);
  if (stated.includes("incomplete")) return "no";
  return stated.every((one) => one === "complete") ? "yes" : "unknown";
}

/** CycloneDX has `compositions` since 1.3. SPDX 2 can only say that a list is empty, or that nobody knows. */
function canStateCompleteness({ edition, document }: SbomFacts): boolean {
  if (edition === "cyclonedx") return isAtLeast(document.format.version, "1.3");
  return edition === "spdx3";
}
