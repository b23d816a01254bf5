import { Spec } from "@cyclonedx/cyclonedx-library";
import { SbomError } from "./sbom-error.ts";

const specs = new Map<string, (typeof Spec)["Spec1dot6"]>([
  ["1.4", Spec.Spec1dot4],
  ["1.5", Spec.Spec1dot5],
  ["1.6", Spec.Spec1dot6],
  ["1.7", Spec.Spec1dot7],
]);

/** What the library knows of a version of the specification. */
export function specOf(version: string): (typeof Spec)["Spec1dot6"] {
  const spec = specs.get(version);
  if (spec) return spec;
  throw new SbomError(
    "VERSION_UNSUPPORTED",
    `CycloneDX ${version} cannot be written; take one of ${[...specs.keys()].join(", ")}`,
  );
}

/** A day, or a time with its zone: a time without one would be another on each machine. */
const pointInTime = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d))?$/;

/** The point in time that `text` names. */
export function timestampOf(text: string): Date {
  const date = new Date(text);
  if (pointInTime.test(text) && !Number.isNaN(date.getTime())) return date;
  throw new SbomError(
    "TIMESTAMP_INVALID",
    `"${text}" is no point in time; write it like 2026-01-31T12:00:00Z`,
  );
}

/** `text`, when it is a serial number; the library would leave it out otherwise. */
export function serialNumberOf(text: string): string {
  if (/^urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)) return text;
  throw new SbomError(
    "SERIAL_NUMBER_INVALID",
    `"${text}" is no serial number; write urn:uuid: and a UUID in lower case`,
  );
}
