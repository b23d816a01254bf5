import { textOf, textsOf } from "../../json/members.ts";
import type { SbomComponent } from "../../sbom-component.ts";
import type { SbomFacts } from "../sbom-facts.ts";
import type { SbomAnswer } from "../sbom-profile.ts";
import { answer, answerWhere, isStated } from "./stated.ts";

/**
 * Whether the name of a component's file, without its path, is there: the BSI's property in CycloneDX, `packageFileName` in
 * SPDX 2, the distributed file in SPDX 3.
 */
export function hasFileName(component: SbomComponent, facts: SbomFacts): SbomAnswer {
  const { edition } = facts;
  const names = [
    propertyOf(component, "filename"),
    ...(component.type === "file" ? [component.name] : []),
    ...(edition === "spdx2" ? [textOf(facts.nativeOf(component)["packageFileName"])] : []),
    ...(facts.artifacts.get(component.ref) ?? []).map(({ name }) => name),
  ];
  return answerWhere(edition !== "syft", names.some(isFileName));
}

/** SPDX 2 tools write `./name` for a file of the package's own folder. */
function isFileName(name: string | undefined): boolean {
  if (!isStated(name)) return false;
  const bare = name.startsWith("./") ? name.slice(2) : name;
  return bare !== "" && !bare.includes("/") && !bare.includes("\\");
}

/** The words that the BSI's property taxonomy for CycloneDX (v0.1.0) has for each property. */
const values = {
  executable: ["executable", "non-executable"],
  archive: ["archive", "no archive"],
  structured: ["structured", "unstructured"],
} as const;

/**
 * A question whether a component says if it is executable, an archive or structured: by the BSI's properties in CycloneDX,
 * by the purposes of its distributed file in SPDX 3.
 */
export function saysWhetherIt(
  property: keyof typeof values,
): (component: SbomComponent, facts: SbomFacts) => SbomAnswer {
  const words: readonly string[] = values[property];
  return (component, facts) => {
    if (facts.edition === "spdx3") return answer(hasPurposes(component, facts));
    const value = propertyOf(component, property);
    return answerWhere(facts.edition === "cyclonedx", value !== undefined && words.includes(value));
  };
}

/** BSI TR-03183-2 v2.1.0, 8.2: a purpose that is not listed does not apply, so that any list answers. */
function hasPurposes(component: SbomComponent, facts: SbomFacts): boolean {
  return (facts.artifacts.get(component.ref) ?? []).some((file) => {
    const native = facts.nativeOf(file);
    return (
      textOf(native["software_primaryPurpose"]) !== undefined ||
      textsOf(native["software_additionalPurpose"]).length > 0
    );
  });
}

/** Whether the licence under which whoever made the document uses a component is there. */
export function hasEffectiveLicense(component: SbomComponent, { edition }: SbomFacts): SbomAnswer {
  const value =
    propertyOf(component, "effectiveLicence") ?? propertyOf(component, "effectiveLicense");
  return answerWhere(edition === "cyclonedx", isStated(value));
}

function propertyOf({ properties }: SbomComponent, name: string): string | undefined {
  return properties.find((property) => property.name === `bsi:component:${name}`)?.value;
}
