import type { JsonObject } from "../json/json-value.ts";
import { objectsOf, textOf, textsOf } from "../json/members.ts";
import type { SbomParty } from "../sbom-component.ts";

/** A CycloneDX `organizationalEntity`; addresses of its contacts count as its own. */
export function readOrganization(entity: JsonObject): SbomParty {
  const contacts = objectsOf(entity["contact"]);
  return {
    kind: "organization",
    name: textOf(entity["name"]),
    emails: contacts.flatMap(({ email }) => textOf(email) ?? []),
    urls: textsOf(entity["url"]),
  };
}

/** A CycloneDX `organizationalContact`. */
export function readPerson(contact: JsonObject): SbomParty {
  const email = textOf(contact["email"]);
  return {
    kind: "person",
    name: textOf(contact["name"]),
    emails: email === undefined ? [] : [email],
    urls: [],
  };
}
