import type { JsonObject } from "../json/json-value.ts";
import { present } from "../json/present.ts";
import type { SbomParty } from "../sbom-component.ts";

/** A CycloneDX `organizationalEntity`. */
export function renderOrganization({ name, emails, urls }: SbomParty): JsonObject {
  return present({ name, url: urls, contact: emails.map((email) => ({ email })) });
}

/** A CycloneDX `organizationalContact`, which has place for one address. */
export function renderPerson({ name, emails }: SbomParty): JsonObject {
  return present({ name, email: emails[0] });
}
