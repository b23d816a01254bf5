import { readUses } from "../coppice-properties.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../json/json-value.ts";
import { numberOf, objectOf, objectsOf, textOf } from "../json/members.ts";
import type { SbomEvidence, SbomIdentity, SbomProperty } from "../sbom-component.ts";

/** What CycloneDX's `evidence` and our own properties say of how a component was found and used. */
export function readEvidence(
  value: JsonValue | undefined,
  properties: readonly SbomProperty[],
): SbomEvidence | undefined {
  const uses = properties.length === 0 ? [] : readUses(properties);
  if (value === undefined && uses.length === 0) return undefined;
  const evidence = objectOf(value);
  const occurrences = objectsOf(evidence["occurrences"]).map((item) => ({
    location: textOf(item["location"]) ?? "",
    line: numberOf(item["line"]),
    offset: numberOf(item["offset"]),
    symbol: textOf(item["symbol"]),
  }));
  const { identity } = evidence;
  const identities = (isJsonObject(identity) ? [identity] : objectsOf(identity)).map(readIdentity);
  if (occurrences.length === 0 && identities.length === 0 && uses.length === 0) return undefined;
  return { occurrences, identities, uses };
}

/** An object until 1.5, one of an array since 1.6. */
function readIdentity(identity: JsonObject): SbomIdentity {
  return {
    field: textOf(identity["field"]) ?? "",
    confidence: numberOf(identity["confidence"]),
    value: textOf(identity["concludedValue"]),
    methods: objectsOf(identity["methods"]).map((method) => ({
      technique: textOf(method["technique"]) ?? "other",
      confidence: numberOf(method["confidence"]),
      value: textOf(method["value"]),
    })),
  };
}
