import { licenseTexts } from "../compare/license-texts.ts";
import type { JsonObject, JsonValue } from "../json/json-value.ts";
import { objectOf, objectsOf, textOf } from "../json/members.ts";
import type { MergeConflict } from "./merge-values.ts";

/** What an item of a list says about something; the texts of equal values are equal. */
interface Statement {
  readonly about: string;
  readonly value: string;
  readonly item: JsonObject;
}

type ReadStatements = (items: readonly JsonObject[]) => readonly Statement[];

/** Lists whose items can contradict each other, and what these state. */
const lists: readonly (readonly [member: string, read: ReadStatements])[] = [
  ["hashes", (items) => items.flatMap((item) => digestOf(item, item["alg"], item["content"]))],
  [
    "checksums",
    (items) => items.flatMap((item) => digestOf(item, item["algorithm"], item["checksumValue"])),
  ],
  ["licenses", (items) => [...soleLicense(items, true), ...soleLicense(items, false)]],
];

/**
 * Where objects that are one thing contradict each other in the items of a list: several state a hash of one algorithm, or their
 * only licence, and no value is common to all of these. A merged list keeps every item; the first counts as taken.
 */
export function findContradictions(
  objects: readonly JsonObject[],
): readonly Omit<MergeConflict, "ref">[] {
  if (objects.length < 2) return [];
  return lists.flatMap(([member, read]) => {
    const items = new Map<string, Map<string, JsonObject>>();
    const common = new Map<string, ReadonlySet<string>>();
    for (const object of objects) {
      const own = new Map<string, Set<string>>();
      for (const { about, value, item } of read(objectsOf(object[member]))) {
        const known = items.get(about) ?? new Map<string, JsonObject>();
        if (!known.has(value)) items.set(about, known.set(value, item));
        own.set(about, (own.get(about) ?? new Set()).add(value));
      }
      for (const [about, values] of own) {
        const before = common.get(about) ?? values;
        common.set(about, new Set([...before].filter((value) => values.has(value))));
      }
    }
    return [...items].flatMap(([about, values]) => {
      const [taken, ...others] = values.values();
      return taken === undefined || common.get(about)?.size !== 0
        ? []
        : [{ member, taken, others }];
    });
  });
}

function digestOf(
  item: JsonObject,
  algorithm: JsonValue | undefined,
  content: JsonValue | undefined,
): readonly Statement[] {
  const [about, value] = [textOf(algorithm), textOf(content)?.toLowerCase()];
  return about === undefined || value === undefined ? [] : [{ about, value, item }];
}

/** The licence that CycloneDX states as concluded or not, where it is one and has an id or an expression. */
function soleLicense(items: readonly JsonObject[], isConcluded: boolean): readonly Statement[] {
  const [item, ...more] = items.filter(({ acknowledgement, license }) => {
    const stated = acknowledgement ?? objectOf(license)["acknowledgement"];
    return (stated === "concluded") === isConcluded;
  });
  const expression = textOf(item?.["expression"]) ?? textOf(objectOf(item?.["license"])["id"]);
  if (item === undefined || expression === undefined || more.length > 0) return [];
  return licenseTexts([{ expression }]).map((value) => ({
    about: isConcluded ? "concluded" : "declared",
    value,
    item,
  }));
}
