import { compareNumbers } from "../text/compare-digits.ts";

/** Compares numbers in turn. Absent ones are 0 where `padded`; otherwise the list that another begins with comes first. */
export function compareNumberLists(
  a: readonly string[],
  b: readonly string[],
  padded: boolean,
): number {
  const length = padded ? Math.max(a.length, b.length) : Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const difference = compareNumbers(a[index] ?? "", b[index] ?? "");
    if (difference !== 0) return difference;
  }
  return padded ? 0 : a.length - b.length;
}
