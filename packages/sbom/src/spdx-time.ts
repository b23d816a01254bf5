/** A time for documents that state none: SPDX requires one. */
const unknownTime = "1970-01-01T00:00:00Z";

/** A time as SPDX takes it, in UTC without fractions of a second; 1970 for none. See SPDX 2.3, section 6.9; SPDX 3.0.1, `DateTime`. */
export function spdxTime(time: string | undefined): string {
  const date = new Date(time ?? "");
  return Number.isNaN(date.getTime()) ? unknownTime : `${date.toISOString().slice(0, 19)}Z`;
}
