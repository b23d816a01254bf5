import type { SbomComponent } from "../../sbom-component.ts";
import type { SbomFacts } from "../sbom-facts.ts";
import type { SbomAnswer } from "../sbom-profile.ts";
import { answerWhere, isStated } from "./stated.ts";

/** A question whether a component refers to something of one of these types, in the model's words. */
export function refersTo(
  ...types: readonly string[]
): (component: SbomComponent, facts: SbomFacts) => SbomAnswer {
  return ({ externalReferences }, { edition }) => {
    const isSo = externalReferences.some(({ type, url }) => types.includes(type) && isStated(url));
    return answerWhere(edition !== "syft", isSo);
  };
}

/** Whether a component refers to the security.txt (RFC 9116) of its maker; SPDX 3 has no type for it but `securityOther`. */
export function refersToSecurityTxt(
  { externalReferences }: SbomComponent,
  { edition }: SbomFacts,
): SbomAnswer {
  const isSo = externalReferences.some(
    ({ type, url }) =>
      type === "rfc-9116" || (type === "security-contact" && url.endsWith("/security.txt")),
  );
  return answerWhere(edition !== "syft", isSo);
}
