import type { SbomComponent } from "../../sbom-component.ts";
import type { SbomFacts } from "../sbom-facts.ts";
import type { SbomAnswer } from "../sbom-profile.ts";
import { answerWhere, isStated } from "./stated.ts";

/** Whether the copyright notice of a component is there; that there is none is a statement too. */
export function hasCopyright({ copyright }: SbomComponent, { edition }: SbomFacts): SbomAnswer {
  return answerWhere(edition !== "syft", copyright === "NONE" || isStated(copyright));
}
