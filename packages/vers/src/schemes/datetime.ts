import { digitsEnd } from "../text/characters.ts";
import { compareText } from "../text/compare-text.ts";
import { orderedBy } from "./ordered-by.ts";
import type { SchemeRules } from "./scheme-rules.ts";

/** Times by RFC 3339, section 5.6, in the order of their instants, with fractions of any length. */
export const datetime: SchemeRules = {
  compare: orderedBy(
    parseTime,
    (a, b) => a.second - b.second || compareText(a.fraction, b.fraction),
  ),
  isValid: (version) => parseTime(version) !== undefined,
};

interface Instant {
  /** Seconds since 1970 in UTC. */
  readonly second: number;
  /** Digits after the point, without zeros at the end. */
  readonly fraction: string;
}

function parseTime(text: string): Instant | undefined {
  const year = number(text, 0, 4, 0, 9999, "-");
  const month = number(text, 5, 2, 1, 12, "-");
  const day = number(text, 8, 2, 1, 31, "Tt");
  const hour = number(text, 11, 2, 0, 23, ":");
  const minute = number(text, 14, 2, 0, 59, ":");
  const second = number(text, 17, 2, 0, 60, ".Zz+-");
  let end = 19;
  let fraction = "";
  if (text[end] === ".") {
    end = digitsEnd(text, 20);
    if (end === 20) return undefined;
    let last = end;
    while (last > 20 && text.charCodeAt(last - 1) === 0x30) last--;
    fraction = text.slice(20, last);
  }
  const date = new Date(0);
  // Unlike Date.UTC, this takes the years before 100 as they stand.
  date.setUTCFullYear(year, month - 1, day);
  const total =
    date.getTime() / 1000 + hour * 3600 + minute * 60 + second - offsetSeconds(text, end);
  const isDate = date.getUTCDate() === day;
  return isDate && !Number.isNaN(total) ? { second: total, fraction } : undefined;
}

/** The number of so many digits at `from`, if one of `next` follows; NaN where there is none or it is out of range. */
function number(
  text: string,
  from: number,
  length: number,
  least: number,
  most: number,
  next: string,
): number {
  const end = from + length;
  if (digitsEnd(text, from) !== end) return Number.NaN;
  const value = Number(text.slice(from, end));
  const isFollowed = next === "" ? end === text.length : next.includes(text[end] ?? " ");
  return isFollowed && value >= least && value <= most ? value : Number.NaN;
}

function offsetSeconds(text: string, from: number): number {
  const sign = text[from];
  if (sign === "Z" || sign === "z") return from + 1 === text.length ? 0 : Number.NaN;
  if (sign !== "+" && sign !== "-") return Number.NaN;
  const seconds =
    number(text, from + 1, 2, 0, 23, ":") * 3600 + number(text, from + 4, 2, 0, 59, "") * 60;
  return sign === "+" ? seconds : -seconds;
}
