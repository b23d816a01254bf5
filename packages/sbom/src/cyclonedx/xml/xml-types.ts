import { cycloneDxXmlTypes } from "../../generated/cyclonedx-xml-types.ts";
import type { XmlAlternative, XmlMember, XmlScalar, XmlType, XmlValue } from "./xml-type.ts";

const scalars: ReadonlyMap<string, XmlScalar> = new Map([
  ["s", "string"],
  ["t", "trimmed"],
  ["b", "boolean"],
  ["i", "integer"],
  ["n", "number"],
]);

const compiled = new Map<string, ReadonlyMap<string, XmlType>>();

/** The type of the root element of a version such as `1.6`; its other types hang on it. */
export function rootXmlType(version: string): XmlType | undefined {
  if (!/^1\.[0-7]$/.test(version)) return undefined;
  let types = compiled.get(version);
  if (types === undefined) {
    types = compileTypes(version.slice(2));
    compiled.set(version, types);
  }
  return types.get("bom");
}

interface OpenType extends XmlType {
  readonly attributes: Map<string, XmlMember>;
  readonly elements: Map<string, XmlMember>;
  readonly order: XmlMember[];
  readonly members: Set<string>;
  text: XmlMember | undefined;
}

function compileTypes(digit: string): ReadonlyMap<string, XmlType> {
  const types = new Map<string, OpenType>();
  for (const name of Object.keys(cycloneDxXmlTypes)) {
    types.set(name, {
      attributes: new Map(),
      elements: new Map(),
      order: [],
      members: new Set(),
      text: undefined,
    });
  }
  for (const [name, type] of types) {
    for (const written of cycloneDxXmlTypes[name]?.split(" ") ?? []) {
      const [entry = "", [first = "0", last = "9"] = ""] = written.split("|");
      if (digit >= first && digit <= last) addEntry(type, entry, types);
    }
  }
  for (const type of types.values()) {
    for (const { shape, value } of type.order) {
      if (shape !== "spread" || value.kind !== "object") continue;
      for (const member of value.type.members) type.members.add(member);
    }
  }
  return types;
}

/**
 * Adds what one entry of the table says: `@name` is an attribute, `#` the element's text, a name alone an element. After
 * the name come `=member` where JSON has another, and one sign: `*` many, `^` many but one at most, `[…]` a list of
 * alternatives (`!` where they do not mix) with `+type` for what it else is, `&` spread, `~` nowhere, `?` text that is
 * absent where it is empty. After `:` comes the value, as {@link readValue} reads it.
 */
function addEntry(type: OpenType, entry: string, types: ReadonlyMap<string, XmlType>): void {
  const end = entry.search(/[:*^[&~?]/);
  const place = /^[@#]/.test(entry) ? entry.slice(0, 1) : "";
  const [name = "", member = name] = entry
    .slice(place.length, end < 0 ? entry.length : end)
    .split("=");
  const mark = end < 0 ? "" : entry.slice(end, end + 1);
  const sign = mark === ":" ? "" : mark;
  const rest = end < 0 ? "" : entry.slice(end + sign.length);
  const [list = "", object = ""] = sign === "[" ? rest.split("]") : [];
  const added: XmlMember = {
    name,
    member,
    shape: shapes.get(sign) ?? "one",
    value: readValue(rest.startsWith(":") ? rest.slice(1) : "", types),
    alternatives: sign === "[" ? readAlternatives(list.replace("!", ""), types) : [],
    uniform: list.startsWith("!"),
    single: sign === "^",
    optional: sign === "?",
    object: types.get(object.slice(1)),
  };
  if (sign !== "~" && sign !== "&") type.members.add(member);
  if (place === "@") type.attributes.set(name, added);
  else if (place === "#") type.text = added;
  else {
    type.elements.set(name, added);
    type.order.push(added);
  }
}

const shapes: ReadonlyMap<string, XmlMember["shape"]> = new Map([
  ["*", "many"],
  ["^", "many"],
  ["[", "list"],
  ["&", "spread"],
  ["~", "nowhere"],
]);

/** A letter for a scalar, `@ref` for one in an attribute, `(…)` for a choice, a type's name, with `?` where it is mixed. */
function readValue(text: string, types: ReadonlyMap<string, XmlType>): XmlValue {
  if (text.startsWith("(")) {
    return { kind: "choice", alternatives: readAlternatives(text.slice(1, -1), types) };
  }
  const mixed = text.endsWith("?");
  const type = types.get(mixed ? text.slice(0, -1) : text);
  if (type !== undefined) return { kind: "object", type, mixed };
  return { kind: "scalar", scalar: scalars.get(text) ?? "string", reference: text === "@ref" };
}

/** `name:value`, or `name>member:value` where an object holds the value as that member. */
function readAlternatives(
  text: string,
  types: ReadonlyMap<string, XmlType>,
): readonly XmlAlternative[] {
  return text.split(",").map((alternative) => {
    const [place = "", value = ""] = alternative.split(":");
    const [name = "", under] = place.split(">");
    return { name, under, value: readValue(value, types) };
  });
}
