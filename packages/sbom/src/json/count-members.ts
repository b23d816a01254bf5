import { isJsonObject, type JsonValue } from "./json-value.ts";

/**
 * How many members the objects of valid JSON text have, those that are there twice counted twice: much cheaper than finding
 * such members, which are there where this is more than {@link countMembers} of the value.
 */
export function countNames(text: string): number {
  let names = 0;
  for (let start = text.indexOf('"'); start >= 0; ) {
    let end = text.indexOf('"', start + 1);
    while (end >= 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
    if (end < 0) break;
    let next = end + 1;
    while (text.charCodeAt(next) <= 0x20) next += 1;
    if (text.charCodeAt(next) === 0x3a) names += 1;
    start = text.indexOf('"', next);
  }
  return names;
}

/** Whether an odd number of backslashes stands before a place. */
export function isEscaped(text: string, at: number): boolean {
  let from = at;
  while (text.charCodeAt(from - 1) === 0x5c) from -= 1;
  return (at - from) % 2 === 1;
}

/** How many members the objects inside a value have. */
export function countMembers(value: JsonValue): number {
  let members = 0;
  const open: JsonValue[] = [value];
  for (let container = open.pop(); container !== undefined; container = open.pop()) {
    if (typeof container !== "object" || container === null) continue;
    if (isJsonObject(container)) {
      for (const name of Object.keys(container)) {
        members += 1;
        const inside = container[name];
        if (typeof inside === "object" && inside !== null) open.push(inside);
      }
    } else {
      for (const inside of container) {
        if (typeof inside === "object" && inside !== null) open.push(inside);
      }
    }
  }
  return members;
}
