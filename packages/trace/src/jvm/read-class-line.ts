import { type Cursor, char, isDigit, peek, skipText, standsAt } from "../lines/cursor.ts";
import { rawText } from "../lines/raw-text.ts";

/** A class that a JVM loaded, and from where. */
export interface ClassLine {
  readonly name: string;
  /** See {@link classOrigin}; "" when it is not told. */
  readonly source: string;
  /** What stands around it: that of `-Xlog` with or without decorations, of Java 8, or of Eclipse OpenJ9. */
  readonly form: "decorated" | "bare" | "java8" | "openj9";
  /** Seconds since 1970 or since the JVM began, as the decorations have it. */
  readonly time: number | undefined;
}

/**
 * Reads a line of `-Xlog:class+load` with any decorations (JEP 158), or of `-verbose:class` of Java 8 or Eclipse OpenJ9;
 * `undefined` when it is another line of the JVM's log or other output. The program may have written the beginning of the
 * line, or whoever collects its output.
 */
export function readClassLine(cursor: Cursor): ClassLine | undefined {
  const { bytes, at, end } = cursor;
  const whole = readWhole(cursor);
  if (whole !== undefined) return whole;
  for (let start = at + 1; start < end; start++) {
    const byte = bytes[start];
    // Decorations follow each other; only the first can begin the line.
    const begins = byte === char.openBracket && bytes[start - 1] !== char.closeBracket;
    if (!begins && !standsAt(bytes, start, end, openj9Mark)) continue;
    return readWhole({ bytes, at: start, end });
  }
  return undefined;
}

function readWhole({ bytes, at, end }: Cursor): ClassLine | undefined {
  const cursor = { bytes, at, end };
  if (skipText(cursor, "[Loaded ")) {
    return bytes[end - 1] === char.closeBracket
      ? readClass({ ...cursor, end: end - 1 }, " from ", "java8", undefined)
      : undefined;
  }
  if (skipText(cursor, openj9Mark)) return readClass(cursor, " from: ", "openj9", undefined);
  let uptime: number | undefined;
  let date: number | undefined;
  while (peek(cursor) === char.openBracket) {
    let close = cursor.at;
    while (close < end && bytes[close] !== char.closeBracket) close++;
    if (close === end) return undefined;
    const inner = { bytes, at: cursor.at + 1, end: close };
    date ??= readDate(inner);
    uptime ??= readUptime(inner);
    cursor.at = close + 1;
  }
  const decorated = cursor.at > at;
  if (decorated && !skipText(cursor, " ")) return undefined;
  return readClass(cursor, " source: ", decorated ? "decorated" : "bare", date ?? uptime);
}

const openj9Mark = "class load: ";

function readClass(
  cursor: Cursor,
  between: string,
  form: ClassLine["form"],
  time: number | undefined,
): ClassLine | undefined {
  const start = cursor.at;
  while (cursor.at < cursor.end && peek(cursor) !== char.space) cursor.at++;
  const nameEnd = cursor.at;
  // OpenJ9 leaves it out when it does not know.
  const untold = form === "openj9" && nameEnd === cursor.end;
  if (nameEnd === start || !(untold || skipText(cursor, between))) return undefined;
  const name = rawText(cursor.bytes, start, nameEnd);
  return {
    name: form === "openj9" ? name.replaceAll("/", ".") : name,
    source: rawText(cursor.bytes, cursor.at, cursor.end),
    form,
    time,
  };
}

/** `0.049s`, `49ms` or `49000000ns`. */
function readUptime(cursor: Cursor): number | undefined {
  const { bytes, at } = cursor;
  let value = 0;
  let scale = 0;
  for (let byte = peek(cursor); isDigit(byte) || byte === char.dot; byte = peek(cursor)) {
    if (byte === char.dot) scale = 1;
    else {
      value = value * 10 + byte - char.zero;
      scale *= 10;
    }
    cursor.at++;
  }
  const unit = units.get(rawText(bytes, cursor.at, cursor.end));
  const seconds = unit === undefined ? undefined : value / (scale || 1) / unit;
  return cursor.at === at ? undefined : seconds;
}

const units: ReadonlyMap<string, number> = new Map([
  ["s", 1],
  ["ms", 1e3],
  ["ns", 1e9],
]);

/** `2026-11-25T03:21:31.239+0000`. */
function readDate({ bytes, at, end }: Cursor): number | undefined {
  if (end - at !== dateLength || bytes[at + 10] !== letterT) return undefined;
  const text = rawText(bytes, at, end);
  const time = Date.parse(`${text.slice(0, -2)}:${text.slice(-2)}`);
  return Number.isNaN(time) ? undefined : time / 1000;
}

const dateLength = "2026-11-25T03:21:31.239+0000".length;
const letterT = 0x54;
