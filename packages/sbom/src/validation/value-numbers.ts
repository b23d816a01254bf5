import { tooDeep } from "../json/too-deep.ts";

/**
 * Gives equal JSON values the same text and different ones different texts, short where a value is large: an object or
 * array is told by the numbers of what it holds. Each value is looked at once however often it is asked for.
 *
 * @throws The error of {@link tooDeep} past `depth` levels.
 */
export function createValueNumbers(depth: number): (value: unknown) => string {
  const numberOfText = new Map<string, number>();
  const known = new Map<object, string>();
  const nameOf = (value: unknown, level: number): string => {
    if (typeof value !== "object" || value === null) return JSON.stringify(value);
    const name = known.get(value);
    if (name !== undefined) return name;
    if (level > depth) throw tooDeep(depth);
    const text = Array.isArray(value)
      ? `[${value.map((item) => nameOf(item, level + 1)).join()}]`
      : Object.entries(value)
          .map(([member, inside]) => `${JSON.stringify(member)}:${nameOf(inside, level + 1)}`)
          .sort()
          .join();
    const number = numberOfText.get(text) ?? numberOfText.size;
    numberOfText.set(text, number);
    const given = `#${number}`;
    known.set(value, given);
    return given;
  };
  return (value) => nameOf(value, 1);
}
