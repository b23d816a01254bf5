import { objectsOf, textOf } from "../../json/members.ts";
import type { SbomComponent } from "../../sbom-component.ts";
import type { SbomFacts } from "../sbom-facts.ts";
import type { SbomAnswer } from "../sbom-profile.ts";
import { answer } from "./stated.ts";

/** Whether the document is SPDX 2.2 or 2.3. */
export function isSpdx22Or23({ document }: SbomFacts): SbomAnswer {
  const { family, version } = document.format;
  return answer(family === "spdx" && (version.startsWith("2.2") || version.startsWith("2.3")));
}

/** Whether the document is written in one of SPDX's formats that people can read too: tag-value or JSON. */
export function isTagValueOrJson({ document }: SbomFacts): SbomAnswer {
  const { family, encoding } = document.format;
  if (family !== "spdx") return "not-applicable";
  return answer(encoding === "tag-value" || encoding === "json");
}

/** A question whether a field of an SPDX 2 document is there, whatever it says. */
export function hasDocumentField(field: string): (facts: SbomFacts) => SbomAnswer {
  return ({ document, edition }) =>
    edition === "spdx2" ? answer(textOf(document.native[field]) !== undefined) : "not-applicable";
}

/** A question whether a field of an SPDX 2 package is there; `NOASSERTION` counts. */
export function hasPackageField(
  field: string,
): (component: SbomComponent, facts: SbomFacts) => SbomAnswer {
  return (component, facts) =>
    facts.edition === "spdx2"
      ? answer(textOf(facts.nativeOf(component)[field]) !== undefined)
      : "not-applicable";
}

/** Whether an SPDX 2 document says what it describes. */
export function hasDescribes({ document, edition }: SbomFacts): SbomAnswer {
  return edition === "spdx2" ? answer(document.subjects.length > 0) : "not-applicable";
}

/** Whether an SPDX 2 document that lists more than one package says that something contains something. */
export function hasContains({ document, edition, components }: SbomFacts): SbomAnswer {
  if (edition !== "spdx2" || components.length < 2) return "not-applicable";
  return answer(
    objectsOf(document.native["relationships"]).some(
      ({ relationshipType }) =>
        relationshipType === "CONTAINS" || relationshipType === "CONTAINED_BY",
    ),
  );
}
