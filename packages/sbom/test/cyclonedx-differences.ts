import type { XmlType, XmlValue } from "../src/cyclonedx/xml/xml-type.ts";
import { rootXmlType } from "../src/cyclonedx/xml/xml-types.ts";
import { jsonPointer } from "../src/json/json-pointer.ts";
import { isJsonObject, type JsonValue } from "../src/json/json-value.ts";

/** The encoding that a document went through. */
export type Encoding = "xml" | "protobuf";

type Path = readonly (string | number)[];

/**
 * Where two native forms say different things, as JSON pointers. An encoding has no difference between what is left out
 * here: an empty list that it writes as nothing and an absent one, evidence of one identity and a list of one, and in
 * protocol buffers two spellings of the same time.
 */
export function differences(
  one: JsonValue | undefined,
  other: JsonValue | undefined,
  encoding: Encoding,
  version: string,
): readonly string[] {
  const found: string[] = [];
  const pending: { a: JsonValue | undefined; b: JsonValue | undefined; path: Path }[] = [
    { a: one, b: other, path: [] },
  ];
  const unwritten = encoding === "xml" ? repeatedMembers(version) : undefined;
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { a, b, path } = next;
    const name = path.at(-1);
    if (isJsonObject(a) && isJsonObject(b)) {
      for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
        pending.push({ a: a[key], b: b[key], path: [...path, key] });
      }
    } else if (Array.isArray(a) && Array.isArray(b)) {
      for (let index = 0; index < Math.max(a.length, b.length); index += 1) {
        pending.push({ a: a[index], b: b[index], path: [...path, index] });
      }
    } else if (name === "identity" && isJsonObject(b) && Array.isArray(a) && a.length === 1) {
      pending.push({ a: a[0], b, path });
    } else if (name === "identity" && isJsonObject(a) && Array.isArray(b) && b.length === 1) {
      pending.push({ a, b: b[0], path });
    } else if (
      !(isEmpty(a, b) && (unwritten === undefined || unwritten.has(String(name)))) &&
      !(encoding === "protobuf" && isSameTime(a, b)) &&
      a !== b
    ) {
      found.push(jsonPointer(path));
    }
  }
  return found.reverse();
}

function isEmpty(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  return (a === undefined && isEmptyList(b)) || (b === undefined && isEmptyList(a));
}

function isEmptyList(value: JsonValue | undefined): boolean {
  return Array.isArray(value) && value.length === 0;
}

function isSameTime(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  const isTime = (value: JsonValue | undefined): value is string =>
    typeof value === "string" && /^\d{4}-\d\d-\d\dT/.test(value);
  return isTime(a) && isTime(b) && Date.parse(a) === Date.parse(b);
}

/** Members that XML of a version writes as repeated elements. */
function repeatedMembers(version: string): ReadonlySet<string> {
  const names = new Set<string>();
  const seen = new Set<XmlType>();
  const visitValue = (value: XmlValue): void => {
    if (value.kind === "object") visit(value.type);
    if (value.kind === "choice")
      for (const { value: inner } of value.alternatives) visitValue(inner);
  };
  const visit = (type: XmlType): void => {
    if (seen.has(type)) return;
    seen.add(type);
    for (const { shape, member, value, alternatives, object } of type.order) {
      if (shape === "many") names.add(member);
      visitValue(value);
      for (const alternative of alternatives) visitValue(alternative.value);
      if (object !== undefined) visit(object);
    }
  };
  const root = rootXmlType(version);
  if (root !== undefined) visit(root);
  return names;
}
