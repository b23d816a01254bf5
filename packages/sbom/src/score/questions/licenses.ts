import { parseLicenseExpression } from "@coppice/licenses";
import type { Problem } from "@coppice/types";
import type { SbomComponent, SbomLicense } from "../../sbom-component.ts";
import type { SbomFacts } from "../sbom-facts.ts";
import type { SbomAnswer } from "../sbom-profile.ts";
import { answer, answerWhere, isAtLeast, isStated } from "./stated.ts";

/** Components that nobody licenses. */
const unlicensed: ReadonlySet<string> = new Set(["service", "device", "cryptographic-asset"]);

/** Whether a licence of a component is stated, in whatever words; that there is none is a statement too. */
export function hasLicense(component: SbomComponent): SbomAnswer {
  return answerLicense(component, component.licenses.some(isLicense));
}

/** Whether all licences of a component are SPDX expressions, where it has any. */
export function hasOnlySpdxLicenses({ licenses }: SbomComponent): SbomAnswer {
  const stated = licenses.filter(isLicense);
  return stated.length === 0 ? "not-applicable" : answer(stated.every(isSpdxLicense));
}

/** Whether a licence of a component is stated as an SPDX expression. */
export function hasSpdxLicense(component: SbomComponent): SbomAnswer {
  return answerLicense(component, component.licenses.some(isSpdxLicense));
}

/**
 * Whether the licence under which a component can be used is stated as an SPDX expression: SPDX's concluded licence. A
 * CycloneDX document that does not say whose statement it is may mean it.
 */
export function hasDistributionLicense(component: SbomComponent): SbomAnswer {
  const isDistribution = (license: SbomLicense): boolean =>
    isSpdxLicense(license) && license.acknowledgement !== "declared";
  return answerLicense(component, component.licenses.some(isDistribution));
}

/** Whether the licence that the maker gave is stated as an SPDX expression: SPDX's declared licence. */
export function hasDeclaredLicense(component: SbomComponent, facts: SbomFacts): SbomAnswer {
  return hasAcknowledged(component, facts, "declared");
}

/** Whether the licence that an analysis found is stated as an SPDX expression. */
export function hasConcludedLicense(component: SbomComponent, facts: SbomFacts): SbomAnswer {
  return hasAcknowledged(component, facts, "concluded");
}

/** Whether the text of a licence, and what an analysis concluded, are there. */
export function hasLicenseText(component: SbomComponent, facts: SbomFacts): SbomAnswer {
  const { licenses } = component;
  const isConcluded = licenses.some(({ acknowledgement }) => acknowledgement === "concluded");
  const hasText = licenses.some(({ text, url }) => isStated(text) || isStated(url));
  const canTell = facts.edition !== "syft" && !isSilent(facts);
  return withoutLicense(component) ?? answerWhere(canTell, isConcluded && hasText);
}

function hasAcknowledged(
  component: SbomComponent,
  facts: SbomFacts,
  wanted: "declared" | "concluded",
): SbomAnswer {
  const isWanted = (license: SbomLicense): boolean =>
    isSpdxLicense(license) && license.acknowledgement === wanted;
  const isSo = component.licenses.some(isWanted);
  const canTell = component.licenses.length === 0 || !isSilent(facts);
  return withoutLicense(component) ?? answerWhere(canTell, isSo);
}

/** CycloneDX says whose statement a licence is since 1.6. */
function isSilent({ edition, document }: SbomFacts): boolean {
  return edition === "cyclonedx" && !isAtLeast(document.format.version, "1.6");
}

function answerLicense(component: SbomComponent, isSo: boolean): SbomAnswer {
  return isSo ? "yes" : (withoutLicense(component) ?? "no");
}

function withoutLicense({ type, licenses }: SbomComponent): SbomAnswer | undefined {
  const isExempt = type !== undefined && unlicensed.has(type) && licenses.length === 0;
  return isExempt ? "not-applicable" : undefined;
}

function isLicense({ expression, name, text, url }: SbomLicense): boolean {
  return expression === "NONE" || [expression, name, text, url].some(isStated);
}

/** An expression of ids that SPDX lists, deprecated ones too, or of references; `NONE` names no licence. */
function isSpdxLicense({ expression }: SbomLicense): boolean {
  if (!isStated(expression)) return false;
  let isListed = true;
  const onProblem = ({ code }: Problem): void => {
    if (code !== "LICENSE_DEPRECATED") isListed = false;
  };
  try {
    parseLicenseExpression(expression, { onProblem });
    return isListed;
  } catch {
    return false;
  }
}
