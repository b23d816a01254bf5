import { isSerialNumber } from "../cyclonedx/render-cyclone-dx.ts";
import { SbomError } from "../sbom-error.ts";

/** A day, or a time with its zone: a time without one would be another on each machine. */
const pointInTime = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d))?$/;

/** The point in time that `text` names, in UTC. */
export function instantOf(text: string): string {
  const date = new Date(text);
  if (pointInTime.test(text) && !Number.isNaN(date.getTime())) return date.toISOString();
  throw new SbomError(
    "TIMESTAMP_INVALID",
    `"${text}" is no point in time; write it like 2026-01-31T12:00:00Z`,
  );
}

/** `text`, when it is a serial number. */
export function checkSerialNumber(text: string): string {
  if (isSerialNumber(text)) return text;
  throw new SbomError(
    "SERIAL_NUMBER_INVALID",
    `"${text}" is no serial number; write urn:uuid: and a UUID in lower case`,
  );
}
