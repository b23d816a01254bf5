import { everything, type Interval } from "../range/intervals.ts";
import { above, atLeast, atMost, below, exactly, except } from "./interval-of.ts";
import { nativeRangeError } from "./native-range-error.ts";

/** What one operator means of a version. */
export type Operator = (version: string) => readonly Interval[];

/** The operators that mean the same in every ecosystem; a version alone is that version, and `*` is any. */
export const comparisons: readonly (readonly [string, Operator])[] = [
  ["", (version) => (version === "*" ? [everything] : [exactly(whole(version))])],
  ["=", (version) => [exactly(whole(version))]],
  ["==", (version) => [exactly(whole(version))]],
  ["!=", (version) => except(whole(version))],
  ["<", (version) => [below(whole(version))]],
  ["<=", (version) => [atMost(whole(version))]],
  [">", (version) => [above(whole(version))]],
  [">=", (version) => [atLeast(whole(version))]],
];

/** The version as it stands. A wildcard that an ecosystem does not know must not pass as part of a version. */
export function whole(version: string): string {
  if (version.includes("*")) throw nativeRangeError(version, "its scheme knows no such wildcard");
  return version;
}
