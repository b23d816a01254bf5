import { table as places } from "../generated/validation/places.js";
import { jsonPointer } from "../json/json-pointer.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../json/json-value.ts";
import { textOf } from "../json/members.ts";
import type { SbomLimits } from "../sbom-limits.ts";
import { checkGraph } from "./check-graph.ts";
import { createReferenceCheck } from "./check-references.ts";
import { isDateTime } from "./date-time.ts";
import { hashFault } from "./hash-lengths.ts";
import type { PlaceRole } from "./place-table.ts";
import type { ReferenceFormat } from "./reference-format.ts";
import type { SbomFault, SbomFaultCode, SbomFaultSeverity } from "./sbom-fault.ts";
import { type JsonPath, walkPlaces } from "./walk-places.ts";

/** Judges texts whose grammar other packages know: says what is wrong, or nothing. */
export interface SbomTextChecks {
  /** A package URL. */
  readonly purl?: (text: string) => string | undefined;
  /** An SPDX licence expression. */
  readonly license?: (text: string) => string | undefined;
}

/** Takes a fault. */
type AddFault = (
  code: SbomFaultCode,
  severity: SbomFaultSeverity,
  path: JsonPath,
  message: string,
) => void;

/** What a checker of a family of formats may ask. */
export interface MeaningContext {
  readonly format: ReferenceFormat;
  readonly native: JsonObject;
  readonly add: AddFault;
}

/**
 * Finds what no schema says: identifiers, references, circles, purls, licences, timestamps and hashes. Gives one fault more
 * than `maxFaults` where there are more.
 */
export function checkMeaning(
  format: ReferenceFormat,
  native: JsonObject,
  checks: SbomTextChecks,
  maxFaults: number,
  limits: Pick<SbomLimits, "depth">,
): readonly SbomFault[] {
  const faults: SbomFault[] = [];
  const add: AddFault = (code, severity, path, message) => {
    if (faults.length <= maxFaults) {
      faults.push({ code, severity, message, pointer: jsonPointer(path) });
    }
  };
  const context: MeaningContext = { format, native, add };
  const references = createReferenceCheck(context);
  const purlFault = remembered(checks.purl);
  const licenseFault = remembered(checks.license);

  const checkText = (role: PlaceRole, text: string, path: JsonPath): void => {
    if (role === "id") references.addId(text, path);
    else if (role === "reference" || role === "link") references.addReference(role, text, path);
    else if (role === "purl") {
      const fault = purlFault(text);
      if (fault !== undefined) add("PURL_INVALID", "error", path, fault);
    } else if (role === "license") {
      if (format === "spdx-2" && isNoStatement(text)) return;
      references.addLicense(text, path);
      const fault = licenseFault(text);
      if (fault !== undefined) add("LICENSE_INVALID", "error", path, fault);
    } else if (role === "timestamp" && !isSpdxTimestamp(text)) {
      add("TIMESTAMP_INVALID", "error", path, "must be a time such as 2024-02-29T12:00:00Z");
    }
  };
  walkPlaces(
    places[format],
    native,
    (role, value, path) => {
      if (typeof value === "string") checkText(role, value, path);
      else if (role === "hash") checkHash(value, path, add);
      else if (role === "identifier" && isJsonObject(value) && value["referenceType"] === "purl") {
        const purl = value["referenceLocator"];
        if (typeof purl === "string") checkText("purl", purl, [...path, "referenceLocator"]);
      }
    },
    limits.depth,
  );
  references.finish();
  checkGraph(context);
  return faults;
}

/** Members of a hash in each format: CycloneDX, SPDX 2, SPDX 3. */
const hashMembers = [
  ["alg", "content"],
  ["algorithm", "checksumValue"],
  ["algorithm", "hashValue"],
] as const;

function checkHash(value: JsonValue, path: JsonPath, add: AddFault): void {
  if (!isJsonObject(value)) return;
  for (const [algorithmMember, valueMember] of hashMembers) {
    const algorithm = textOf(value[algorithmMember]);
    const digits = textOf(value[valueMember]);
    if (algorithm === undefined || digits === undefined) continue;
    const fault = hashFault(algorithm, digits);
    if (fault !== undefined) add("HASH_INVALID", "error", [...path, valueMember], fault);
  }
}

/** Whether a licence field of SPDX 2 says that nothing is said (SPDX 2.3 §7.13). */
function isNoStatement(text: string): boolean {
  return text === "NONE" || text === "NOASSERTION";
}

/** The one form of a time in SPDX (SPDX 2.3 §6.9). */
function isSpdxTimestamp(text: string): boolean {
  return /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$/.test(text) && isDateTime(text);
}

/** A check that asks once for each different text, since documents repeat licences and purls often. */
function remembered(
  check: ((text: string) => string | undefined) | undefined,
): (text: string) => string | undefined {
  const known = new Map<string, string | undefined>();
  return (text) => {
    if (check === undefined) return undefined;
    if (known.has(text)) return known.get(text);
    const fault = check(text);
    known.set(text, fault);
    return fault;
  };
}
