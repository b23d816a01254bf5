import { isJsonObject } from "../../json/json-value.ts";
import type { SbomComponent } from "../../sbom-component.ts";
import type { SbomFacts } from "../sbom-facts.ts";
import type { SbomAnswer } from "../sbom-profile.ts";
import { answer } from "./stated.ts";

/** Whether a component that was modified says from what and how; only CycloneDX says that one was. */
export function hasPedigreeIfModified(component: SbomComponent, facts: SbomFacts): SbomAnswer {
  if (facts.edition !== "cyclonedx") return "unknown";
  const { modified, pedigree } = facts.nativeOf(component);
  if (modified !== true && !isJsonObject(pedigree)) return "not-applicable";
  return answer(isJsonObject(pedigree) && Object.keys(pedigree).length > 0);
}
