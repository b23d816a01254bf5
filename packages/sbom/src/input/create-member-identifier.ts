import type { JsonValue } from "../json/json-value.ts";
import { identifyAllMembers, identifyMembers } from "./identify-members.ts";
import type { Identity } from "./identity.ts";

/** Tells what a document is while its top-level members come one by one. */
export interface MemberIdentifier {
  /** What it is, as soon as the members until now decide it. The value is asked for where it can tell. */
  add(name: string, value: () => JsonValue): Identity | undefined;
  /** What it is when all members have come. */
  conclude(): Identity;
}

/** An identifier that has seen no member yet. */
export function createMemberIdentifier(): MemberIdentifier {
  const seen = new Map<string, JsonValue>();
  const names: string[] = [];
  return {
    add(name, value) {
      if (names.length < 10) names.push(name);
      if (!telling.has(name)) return undefined;
      seen.set(name, value());
      return identifyMembers((member) => seen.get(member));
    },
    conclude: () => identifyAllMembers((member) => seen.get(member), names),
  };
}

/** The members that anything asks for. */
const telling = new Set(
  (
    "spdxVersion specVersion bomFormat specFormat $schema @context schema payloadType payload _type mediaType " +
    "dsseEnvelope sbom document licenseListVersion messageSignature base64Signature rekorBundle SchemaVersion " +
    "ArtifactName matches descriptor runs affected id lockfileVersion schemaVersion layers manifests"
  ).split(" "),
);
