import { canonicalJson } from "../json/canonical-json.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../json/json-value.ts";

/** A member about which documents do not agree. */
export interface MergeConflict {
  /** Ref of the merged component; the empty text for the document itself. */
  readonly ref: string;
  /** Members that lead to it, joined by dots. */
  readonly member: string;
  /** What was taken; of the items of a list, the first. */
  readonly taken: JsonValue;
  /** What was not; items of a list are kept, all the same. */
  readonly others: readonly JsonValue[];
}

/** How values that are not alike become one. */
export interface MergeRules {
  /** Takes the first of them; otherwise the most telling one: the longer text, the larger number, the later time. */
  readonly takesFirst: boolean;
  /** Is told of each member about which the values do not agree. */
  readonly onConflict: (member: string, taken: JsonValue, others: readonly JsonValue[]) => void;
}

/** One object of several: members that one of them has, lists with the items of all, and one of what they say differently. */
export function mergeObjects(
  objects: readonly JsonObject[],
  rules: MergeRules,
  path = "",
): JsonObject {
  const [first = {}, ...rest] = objects;
  if (rest.length === 0) return first;
  return Object.fromEntries(
    [...membersOf(objects)].map(([name, values]) => [
      name,
      mergeValues(values, rules, path === "" ? name : `${path}.${name}`),
    ]),
  );
}

/** All items of several lists, each once. */
export function mergeLists<Item extends JsonValue>(
  lists: readonly (readonly Item[])[],
): readonly Item[] {
  return distinctValues(lists.flat());
}

/** The values of which none is equal to another, in their order. */
export function distinctValues<Value extends JsonValue>(
  values: readonly Value[],
): readonly Value[] {
  if (values.length < 2) return values;
  if (values.every((value) => typeof value === "string")) return [...new Set(values)];
  // Values that are alike to the letter are many, and found faster.
  const alike = new Map(values.map((value) => [JSON.stringify(value), value]));
  if (alike.size === 1) return [...alike.values()];
  const distinct = new Map<string, Value>();
  for (const value of alike.values()) {
    const key = canonicalJson(value);
    if (!distinct.has(key)) distinct.set(key, value);
  }
  return [...distinct.values()];
}

function mergeValues(values: readonly JsonValue[], rules: MergeRules, path: string): JsonValue {
  const distinct = distinctValues(values);
  if (distinct.length === 1 && distinct[0] !== undefined) return distinct[0];
  const telling = distinct.filter((value) => weightOf(value) > 0);
  const [only = distinct[0] ?? null, ...more] = telling;
  if (more.length === 0) return only;
  if (telling.some((value) => Array.isArray(value))) {
    // Where the format takes one value or several, one of each makes several.
    return mergeLists(telling.map((value) => (Array.isArray(value) ? value : [value])));
  }
  if (telling.every(isJsonObject) && !contradict(telling))
    return mergeObjects(telling, rules, path);
  const taken = rules.takesFirst ? only : ([...telling].sort(byTelling)[0] ?? only);
  rules.onConflict(
    path,
    taken,
    telling.filter((value) => value !== taken),
  );
  return taken;
}

/** Whether objects say different plain things, so that they are about different things. */
function contradict(objects: readonly JsonObject[]): boolean {
  return [...membersOf(objects).values()].some((values) => {
    const plain = values.filter((value) => typeof value !== "object" && weightOf(value) > 0);
    return new Set(plain).size > 1;
  });
}

/** The values of each member that one of the objects has. */
function membersOf(objects: readonly JsonObject[]): ReadonlyMap<string, readonly JsonValue[]> {
  const members = new Map<string, JsonValue[]>();
  for (const object of objects) {
    for (const [name, value] of Object.entries(object)) {
      if (value === undefined) continue;
      const values = members.get(name);
      if (values === undefined) members.set(name, [value]);
      else values.push(value);
    }
  }
  return members;
}

function byTelling(a: JsonValue, b: JsonValue): number {
  if (typeof a === "number" && typeof b === "number") return b - a;
  if (typeof a === "boolean" && typeof b === "boolean") return Number(b) - Number(a);
  const [left, right] = [timeOf(a), timeOf(b)];
  if (left !== undefined && right !== undefined && left !== right) return right - left;
  const weights = weightOf(b) - weightOf(a);
  return weights !== 0 ? weights : canonicalJson(a) < canonicalJson(b) ? 1 : -1;
}

/** How much a value tells: nothing, that there is nothing (SPDX's `NONE`), or as much as it is long. */
function weightOf(value: JsonValue): number {
  if (value === null || value === "" || value === "NOASSERTION") return 0;
  return value === "NONE" ? 1 : canonicalJson(value).length;
}

function timeOf(value: JsonValue): number | undefined {
  if (typeof value !== "string" || !/^\d{4}-\d\d-\d\dT/.test(value)) return undefined;
  const time = Date.parse(value);
  return Number.isNaN(time) ? undefined : time;
}
