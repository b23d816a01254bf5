import { findPurlType, parseLoosePurl } from "@coppice/purl";
import type { SbomComponent } from "../../sbom-component.ts";
import type { SbomAnswer } from "../sbom-profile.ts";
import { answer, isStated } from "./stated.ts";

/** Whether a component has a name. */
export function hasName({ name }: SbomComponent): SbomAnswer {
  return answer(isStated(name));
}

/** Whether a component has a version. */
export function hasVersion({ version }: SbomComponent): SbomAnswer {
  return answer(isStated(version));
}

/** Whether a component has a version, or says in so many words that none is known. */
export function hasVersionOrSaysUnknown({ version }: SbomComponent): SbomAnswer {
  return answer(version !== undefined && version.trim() !== "");
}

/** Identifiers by which databases know software. */
const lookupKinds: ReadonlySet<string> = new Set(["swid", "swhid", "gitoid", "omnibor"]);

/** Whether a component has an identifier to look it up by: purl, CPE, SWID, SWHID, OmniBOR. A service has none. */
export function hasUniqueIdentifier(component: SbomComponent): SbomAnswer {
  const { purls, cpes, identifiers, type } = component;
  if (purls.some(isStated) || cpes.some(isStated)) return "yes";
  if (identifiers.some(({ kind, value }) => lookupKinds.has(kind) && isStated(value))) return "yes";
  return type === "service" ? "not-applicable" : "no";
}

/** Whether a component has a purl of a registered type that keeps the rules of its ecosystem. */
export function hasPurl({ purls, type }: SbomComponent): SbomAnswer {
  if (purls.some(isNative)) return "yes";
  return type === "service" ? "not-applicable" : "no";
}

/** Whether identifiers are those of the ecosystem that a component comes from; one without any purl may come from none. */
export function hasNativeIdentifiers({ purls }: SbomComponent): SbomAnswer {
  return purls.length === 0 ? "not-applicable" : answer(purls.every(isNative));
}

function isNative(text: string): boolean {
  const { purl, fault } = parseLoosePurl(text);
  return purl !== undefined && fault === undefined && findPurlType(purl.type) !== undefined;
}
