import { everything, type Interval } from "../range/intervals.ts";
import { whole } from "./comparisons.ts";
import { exactly } from "./interval-of.ts";
import { nativeRangeError } from "./native-range-error.ts";

/**
 * Reads intervals in brackets, such as `[1.0,2.0),[3.0]`: a square one includes its version, a round one does not.
 *
 * @throws A VersError with code `NATIVE_RANGE_INVALID`.
 */
export function parseBracketRange(range: string): Interval[] {
  const intervals: Interval[] = [];
  let index = 0;
  while (index < range.length) {
    const opening = range[index];
    if (opening === "," || opening === " ") {
      index++;
      continue;
    }
    let end = index + 1;
    while (end < range.length && range[end] !== "]" && range[end] !== ")") end++;
    const closing = range[end];
    if ((opening !== "[" && opening !== "(") || closing === undefined) {
      throw nativeRangeError(range, "a bracket is not opened or not closed");
    }
    const parts = range.slice(index + 1, end).split(",");
    const [from = "", to] = parts.map((part) => whole(part.trim()));
    if (parts.length > 2 || /[[(]/.test(range.slice(index + 1, end))) {
      throw nativeRangeError(range, "brackets hold one version or two");
    }
    if (to === undefined) {
      if (from === "" || opening !== "[" || closing !== "]") {
        throw nativeRangeError(range, "one version stands in square brackets");
      }
      intervals.push(exactly(from));
    } else {
      intervals.push({
        lower: from === "" ? everything.lower : { version: from, inclusive: opening === "[" },
        upper: to === "" ? everything.upper : { version: to, inclusive: closing === "]" },
      });
    }
    index = end + 1;
  }
  if (intervals.length === 0) throw nativeRangeError(range, "it is empty");
  return intervals;
}
