/** The own member `name` of an object of parsed data, whatever it is called; undefined where `value` is none. */
export function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
  return Reflect.get(value, name);
}

/** The member `name` when it is text that is not empty. */
export function textOf(value: unknown, name: string): string | undefined {
  const member = memberOf(value, name);
  return typeof member === "string" && member !== "" ? member : undefined;
}

/** The members of an object of parsed data; none of anything else. */
export function entriesOf(value: unknown): [string, unknown][] {
  return isObject(value) ? Object.entries(value) : [];
}

/** Those members that are text. */
export function textEntriesOf(value: unknown): [string, string][] {
  return entriesOf(value).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  );
}

/** The elements of an array of parsed data; none of anything else. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Those elements that are text; text alone is a list of itself. */
export function textsOf(value: unknown): readonly string[] {
  const list = typeof value === "string" ? [value] : listOf(value);
  return list.filter((each): each is string => typeof each === "string");
}

/** Whether `value` is an object of parsed data, and no array. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
