import { isJsonObject, type JsonValue } from "../json/json-value.ts";
import { objectOf, textOf } from "../json/members.ts";
import type { SbomFamily } from "../sbom-format.ts";
import { describeOther } from "./describe-other.ts";
import type { Identity } from "./identity.ts";

/** The value of a top-level member, as far as it is known. */
export type MemberLookup = (name: string) => JsonValue | undefined;

/** What an object of JSON is by its top-level members, where those that are known by now decide it. */
export function identifyMembers(member: MemberLookup): Identity | undefined {
  const spdxVersion = member("spdxVersion");
  if (typeof spdxVersion === "string") return sbom("spdx", spdx2Version(spdxVersion));
  const specVersion = member("specVersion");
  if (typeof specVersion === "string" && saysCycloneDx(member)) {
    return sbom("cyclonedx", specVersion);
  }
  const spdx3 = spdx3Version(member("@context"));
  if (spdx3 !== undefined) return sbom("spdx", spdx3);
  const schema = objectOf(member("schema"));
  if (textOf(schema["url"])?.includes("/anchore/syft/") && typeof schema["version"] === "string") {
    return sbom("syft", schema["version"]);
  }
  if (typeof member("payloadType") === "string" && typeof member("payload") === "string") {
    return { kind: "envelope", envelope: "dsse" };
  }
  if (textOf(member("_type"))?.startsWith("https://in-toto.io/Statement/")) {
    return { kind: "envelope", envelope: "in-toto" };
  }
  if (
    textOf(member("mediaType"))?.startsWith("application/vnd.dev.sigstore.bundle") ||
    isJsonObject(member("dsseEnvelope"))
  ) {
    return { kind: "envelope", envelope: "sigstore-bundle" };
  }
  return undefined;
}

/** What an object of JSON is by all its top-level members. */
export function identifyAllMembers(member: MemberLookup, names: readonly string[]): Identity {
  const identity = identifyMembers(member);
  if (identity !== undefined) return identity;
  if (isJsonObject(member("sbom"))) return { kind: "envelope", envelope: "github" };
  return { kind: "other", what: describeOther(member, names) };
}

function sbom(family: SbomFamily, version: string): Identity {
  return { kind: "sbom", format: { family, version, encoding: "json" } };
}

/** A version of SPDX 2 as its formats write it, such as `SPDX-2.3`. */
export function spdx2Version(text: string): string {
  return text.startsWith("SPDX-") ? text.slice("SPDX-".length) : text;
}

/** CycloneDX 1 says so in `bomFormat`, the draft of 2.0 in `specFormat`; a wrong word there is for validation to find. */
function saysCycloneDx(member: MemberLookup): boolean {
  return (
    typeof member("bomFormat") === "string" ||
    typeof member("specFormat") === "string" ||
    textOf(member("$schema"))?.includes("cyclonedx") === true
  );
}

/** The version in the address of an SPDX 3 context, such as `https://spdx.org/rdf/3.0.1/spdx-context.jsonld`. */
function spdx3Version(context: JsonValue | undefined): string | undefined {
  const contexts = Array.isArray(context) ? context : [context];
  for (const address of contexts) {
    if (typeof address !== "string" || !address.includes("spdx")) continue;
    const version = /\/v?(3\.[0-9]{1,3}(?:\.[0-9]{1,3})?)\//.exec(address)?.[1];
    if (version !== undefined) return version;
  }
  return undefined;
}
