const shape =
  /^(\d{4}-\d\d-\d\d)T((?:[01]\d|2[0-3]):[0-5]\d):([0-5]\d|60)(?:\.\d+)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

const dayLength = 86_400_000;

/** With as many digits of a second as any clock has, so that reading a time takes bounded time. */
const longestTime = 64;

/**
 * The instant of a `date-time` (RFC 3339, section 5.6) in milliseconds since 1970; `undefined` for any other text, such as one
 * without an offset, which would be another instant in each place, or of more than
 * 64 characters. A leap second is the first one of the next day.
 */
export function parseTime(text: string): number | undefined {
  if (text.length > longestTime) return undefined;
  const upper = text.toUpperCase();
  const [, date, minute, second] = shape.exec(upper) ?? [];
  if (date === undefined || minute === undefined || second === undefined) return undefined;
  // A day that the calendar does not have would be taken for one of the next month.
  const midnight = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== date) {
    return undefined;
  }
  const offset = upper.endsWith("Z") ? "Z" : upper.slice(-6);
  if (second !== "60") return Date.parse(upper);
  const next = Date.parse(`${date}T${minute}:59${offset}`) + 1000;
  return next % dayLength === 0 ? next : undefined;
}
