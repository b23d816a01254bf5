import type { JsonReader } from "./json-scan.ts";

/** Reads a value of one of two types, as `jsonOneOf(jsonText, jsonNumber)`. */
export function jsonOneOf<First, Second>(
  first: JsonReader<First>,
  second: JsonReader<Second>,
): JsonReader<First | Second> {
  return (scan) => {
    const { at } = scan;
    const value = first(scan);
    if (value !== undefined || scan.broken) return value;
    scan.at = at;
    return second(scan);
  };
}
