import { isJsonObject, type JsonObject, type JsonValue } from "../src/json/json-value.ts";

/**
 * A document in a form that is equal for documents that say the same: lists are sorted and without repetition,
 * `documentDescribes` and `hasFiles` are relationships, categories have hyphens, licence expressions have their operands
 * sorted, `filesAnalyzed` is true unless it says otherwise, and members that begin with `$` are left out.
 */
export function canonicalSpdx2(document: JsonObject): JsonObject {
  const { documentDescribes, packages, relationships, ...rest } = document;
  const implied = [
    ...itemsOf(documentDescribes).map((to) => relation(document["SPDXID"], "DESCRIBES", to)),
    ...itemsOf(packages)
      .filter(isJsonObject)
      .flatMap((item) =>
        itemsOf(item["hasFiles"]).map((to) => relation(item["SPDXID"], "CONTAINS", to)),
      ),
  ];
  const stated = itemsOf(relationships).filter(isJsonObject);
  const known = new Set(stated.map(ends));
  return object({
    ...rest,
    packages: itemsOf(packages).map((item) => {
      if (!isJsonObject(item)) return item;
      const { hasFiles, ...others } = item;
      return { filesAnalyzed: true, ...others };
    }),
    relationships: [...stated, ...implied.filter((item) => !known.has(ends(item)))],
  });
}

/** What differs between two canonical documents: JSON pointers, in which items of lists have their identifier or index. */
export function differences(left: JsonValue, right: JsonValue, pointer = ""): readonly string[] {
  if (JSON.stringify(left) === JSON.stringify(right)) return [];
  if (Array.isArray(left) && Array.isArray(right)) {
    const [a, b] = [byKey(left), byKey(right)];
    return [...new Set([...a.keys(), ...b.keys()])].flatMap((key) =>
      differences(a.get(key) ?? null, b.get(key) ?? null, `${pointer}/${key}`),
    );
  }
  if (isJsonObject(left) && isJsonObject(right)) {
    return [...new Set([...Object.keys(left), ...Object.keys(right)])].flatMap((name) =>
      differences(left[name] ?? null, right[name] ?? null, `${pointer}/${name}`),
    );
  }
  return [pointer];
}

function byKey(list: readonly JsonValue[]): ReadonlyMap<string, JsonValue> {
  return new Map(
    list.map((item) => {
      const id = isJsonObject(item) ? (item["SPDXID"] ?? item["licenseId"]) : undefined;
      return [typeof id === "string" ? id : JSON.stringify(item), item];
    }),
  );
}

const expressions = new Set([
  "licenseConcluded",
  "licenseDeclared",
  "licenseInfoFromFiles",
  "licenseInfoInFiles",
  "licenseInfoInSnippets",
]);

function object(value: JsonObject): JsonObject {
  const names = Object.keys(value).filter((name) => !name.startsWith("$"));
  const members = names.sort().map((name): [string, JsonValue | undefined] => {
    const member = value[name];
    if (typeof member === "string") return [name, text(name, member)];
    if (Array.isArray(member)) return [name, list(name, member)];
    return [name, isJsonObject(member) ? object(member) : member];
  });
  return Object.fromEntries(
    members.filter(
      ([, member]) => member !== undefined && !(Array.isArray(member) && member.length === 0),
    ),
  );
}

function list(name: string, items: readonly JsonValue[]): readonly JsonValue[] {
  const written = items.map((item) =>
    JSON.stringify(
      typeof item === "string" ? text(name, item) : isJsonObject(item) ? object(item) : item,
    ),
  );
  return [...new Set(written)].sort().map((item): JsonValue => JSON.parse(item));
}

function text(name: string, value: string): string {
  if (name === "referenceCategory") return value.replace("_", "-");
  return expressions.has(name) ? sorted(value) : value;
}

/** A licence expression with the operands of each operator sorted, and without parentheses around one of them. */
function sorted(expression: string): string {
  const tokens = expression.match(/[()]|[^()\s]+/g) ?? [];
  let at = 0;
  const operands = (operator: "OR" | "AND"): string => {
    const found: string[] = [];
    do {
      found.push(operator === "OR" ? operands("AND") : simple());
    } while (tokens[at] === operator && at++ >= 0);
    return found.length > 1 ? `(${found.sort().join(` ${operator} `)})` : (found[0] ?? "");
  };
  const simple = (): string => {
    if (tokens[at] === "(") {
      at += 1;
      const inner = operands("OR");
      at += 1;
      return inner;
    }
    const words: string[] = [];
    while (at < tokens.length && !["AND", "OR", "(", ")"].includes(tokens[at] ?? "")) {
      words.push(tokens[at] ?? "");
      at += 1;
    }
    return words.join(" ");
  };
  return operands("OR");
}

function relation(from: JsonValue | undefined, type: string, to: JsonValue): JsonObject {
  return { spdxElementId: from, relationshipType: type, relatedSpdxElement: to };
}

function ends(item: JsonObject): string {
  return JSON.stringify([
    item["spdxElementId"],
    item["relationshipType"],
    item["relatedSpdxElement"],
  ]);
}

function itemsOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}
