/** A point in time as `google.protobuf.Timestamp` has it. */
export interface ProtoTimestamp {
  /** Since 1970-01-01T00:00:00Z. */
  readonly seconds: number;
  /** From 0 to 999,999,999. */
  readonly nanos: number;
}

const firstSecond = -62_135_596_800;
const lastSecond = 253_402_300_799;

/** The point in time as RFC 3339 writes it, in UTC; nothing outside of the years 1 to 9999. */
export function renderProtoTimestamp({ seconds, nanos }: ProtoTimestamp): string | undefined {
  if (!(seconds >= firstSecond && seconds <= lastSecond) || !(nanos >= 0 && nanos <= 999_999_999)) {
    return undefined;
  }
  const whole = new Date(seconds * 1000).toISOString().slice(0, 19);
  if (nanos === 0) return `${whole}Z`;
  const digits = String(nanos).padStart(9, "0");
  const short = digits.endsWith("000000") ? 3 : digits.endsWith("000") ? 6 : 9;
  return `${whole}.${digits.slice(0, short)}Z`;
}

/** The point in time that `text` names as RFC 3339 writes it; nothing where it names none. A date is its midnight, UTC. */
export function parseProtoTimestamp(text: string): ProtoTimestamp | undefined {
  const found =
    /^([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[Tt]([0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.([0-9]{1,9}))?([Zz]|[-+][0-9]{2}:[0-9]{2}))?$/.exec(
      text,
    );
  if (found === null) return undefined;
  const [, date = "", time = "00:00:00", fraction = "", zone = "Z"] = found;
  const seconds = Date.parse(`${date}T${time}${zone.toUpperCase()}`) / 1000;
  // A day or an hour that does not exist may come back as another one.
  const there = new Date(`${date}T${time}Z`);
  if (Number.isNaN(there.getTime()) || there.toISOString().slice(0, 19) !== `${date}T${time}`) {
    return undefined;
  }
  if (!(seconds >= firstSecond && seconds <= lastSecond)) return undefined;
  return { seconds, nanos: Number(fraction.padEnd(9, "0")) };
}
