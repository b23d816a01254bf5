import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseXml } from "../packages/sbom/src/xml/parse-xml.ts";
import type { XmlElement } from "../packages/sbom/src/xml/xml-element.ts";
import { readCycloneDxSchema, type SchemaNode } from "./cyclonedx-json-schema.ts";
import { mergeOrder } from "./merge-order.ts";

/** Entries of each type of one version, in the order of its XML Schema. */
export type XmlTypes = Map<string, readonly string[]>;

/** Members of JSON whose attribute or element has another name. */
const renamed: ReadonlyMap<string, string> = new Map([
  ["content-type", "contentType"],
  ["license-identifier", "licenseIdentifier"],
  ["responses", "response"],
  ["cryptoRef", "cryptoRefArray"],
  ["details", "expressionDetails"],
  ["individual", "contact"],
]);

/** The type of an SPDX expression; white space around one means nothing, whatever XML Schema says. */
const expression = "licenseExpression";

/** The member that an element's own text is. */
const texts: ReadonlyMap<string, string> = new Map([
  ["attachedText", "content"],
  ["hash", "content"],
  ["property", "value"],
  ["dataClassification", "classification"],
  [expression, "expression"],
]);

/** Types that some versions name and others do not. */
const renamedTypes: readonly (readonly [end: string, name: string])[] = [
  ["licenses.license", "license"],
  ["licenses.expression", expression],
  ["licenseText", "attachedText"],
  ["license.licensing", "licensing"],
];

/** Types whose JSON has another shape altogether. */
const special: ReadonlyMap<string, readonly string[]> = new Map([
  ["dependency", ["@ref", "dependency=dependsOn*:@ref", "provides*:@ref"]],
]);

/** Elements that may be repeated and are lists nonetheless. */
const wrappers: ReadonlySet<string> = new Set(["energyConsumptions"]);

const scalarCodes: ReadonlyMap<string, string> = new Map([
  ["boolean", "b"],
  ["integer", "i"],
  ["number", "n"],
]);

const trimmed: ReadonlySet<string> = new Set(["anyURI", "token", "dateTime", "date"]);

const particleNames: ReadonlySet<string> = new Set(["sequence", "choice", "element"]);

/** An element of a type's content, and whether it may be there more than once. */
interface Particle {
  readonly element: XmlElement;
  readonly repeated: boolean;
}

/** How the elements of a version of CycloneDX's XML are members of its JSON, from the official schemas of both. */
export function xmlTypesOf(folder: string, version: string): XmlTypes {
  const xsd = parseXml(readFileSync(join(folder, `bom-${version}.xsd`), "utf8"));
  // Versions 1.0 and 1.1 have no JSON; theirs is 1.2's as far as they go.
  const json = readCycloneDxSchema(folder, version < "1.2" ? "1.2" : version);
  const named = new Map(elementsOf(xsd).map((node) => [attribute(node, "name") ?? "?", node]));
  const types: XmlTypes = new Map();

  function visit(name: string, type: XmlElement, node: SchemaNode): string {
    const plain = name.replace(/Type$/, "");
    const key = renamedTypes.find(([end]) => plain.endsWith(end))?.[1] ?? plain;
    if (types.has(key)) return key;
    types.set(key, []);
    types.set(key, special.get(key) ?? entriesOf(key, type, node));
    return key;
  }

  function entriesOf(name: string, type: XmlElement, node: SchemaNode): readonly string[] {
    const members = json.properties(node);
    const entries: string[] = [];
    for (const found of attributesOf(type, named)) {
      const written = nameOf(found);
      const member = memberOf(written, members);
      const at = scalarCode(found, members.get(member));
      entries.push(`@${spell(written, member)}${suffix(at)}`);
    }
    const simple = elementsOf(type).find((child) => child.name === "simpleContent");
    if (simple !== undefined) {
      const member = texts.get(name) ?? "";
      const sign = json.required(node).has(member) ? "" : "?";
      const code = name === expression || isTrimmed(elementsOf(simple)[0]) ? "t" : "";
      return [...entries, `#=${member}${sign}${suffix(code)}`];
    }
    for (const { element, repeated } of particlesOf(type)) {
      const written = nameOf(element);
      const content = complexOf(element, named);
      const member = memberOf(written, members);
      const target = members.get(member);
      const path = `${name}.${written}`;
      if (content?.[0] === "dataClassificationType" && members.has("flow")) {
        entries.push(`${written}&:${visit(...content, node)}`);
      } else if (target === undefined) entries.push(`${written}~`);
      else entries.push(shapeOf(path, spell(written, member), element, target, repeated));
    }
    return entries;
  }

  function shapeOf(
    path: string,
    name: string,
    element: XmlElement,
    node: SchemaNode,
    repeated: boolean,
  ): string {
    const items = json.items(node);
    if (items === undefined) return `${name}${suffix(valueCode(path, element, node))}`;
    const written = nameOf(element);
    if (repeated && !wrappers.has(written)) {
      return `${name}*${suffix(valueCode(path, element, items))}`;
    }
    const [, content] = complexOf(element, named) ?? [];
    if (content === undefined) throw new Error(`${version}: ${path} is no list`);
    const properties = json.properties(node);
    const particles = particlesOf(content);
    const inner = json.properties(items);
    const sequence = elementsOf(content)[0]?.name === "sequence";
    if (
      sequence &&
      particles.length > 1 &&
      particles.every((child) => inner.has(nameOf(child.element)))
    ) {
      return `${name}^${suffix(valueCode(path, element, items))}`;
    }
    const listed = particles.filter((child) => !properties.has(nameOf(child.element)));
    const alternatives = listed.map((child) => alternativeOf(path, child.element, items));
    // One list holds elements of one kind, where XML Schema has no choice that is repeated.
    const uniform = alternatives.length > 1 && written === "data" ? "!" : "";
    const list = `${name}[${uniform}${alternatives.join(",")}]`;
    if (listed.length === particles.length) return list;
    const other = `${path}.object`;
    types.set(
      other,
      particles
        .filter((child) => !listed.includes(child))
        .map(({ element: child }) => {
          const own = nameOf(child);
          return shapeOf(`${path}.${own}`, own, child, properties.get(own) ?? node, false);
        }),
    );
    return `${list}+${other}`;
  }

  function alternativeOf(path: string, element: XmlElement, items: SchemaNode): string {
    const written = nameOf(element);
    const properties = json.properties(items);
    const content = complexOf(element, named);
    const under = content === undefined ? undefined : properties.get(written);
    if (under !== undefined && json.properties(under).size > 0) {
      return `${written}>${written}:${valueCode(`${path}.${written}`, element, under)}`;
    }
    if (content === undefined && properties.has(written) && json.scalar(items) === undefined) {
      const own = `${path}.${written}`;
      const type = renamedTypes.find(([end]) => own.endsWith(end))?.[1] ?? own;
      types.set(type, [`#=${written}${type === expression ? ":t" : ""}`]);
      return `${written}:${type}`;
    }
    return `${written}:${valueCode(`${path}.${written}`, element, items) || "s"}`;
  }

  function valueCode(path: string, element: XmlElement, node: SchemaNode): string {
    const content = complexOf(element, named);
    if (content === undefined) return scalarCode(element, node);
    const [name, type] = content;
    const properties = json.properties(node);
    if (properties.size === 0) return "@ref";
    const choice = elementsOf(type).length === 1 && elementsOf(type)[0]?.name === "choice";
    const particles = particlesOf(type);
    if (choice && !properties.has(nameOf(particles[0]?.element))) {
      return `(${particles.map(({ element: child }) => `${attribute(child, "name")}:${valueCode(path, child, node) || "s"}`).join(",")})`;
    }
    const key = visit(name === "" ? path : name, type, node);
    return attribute(type, "mixed") === "true" ? `${key}?` : key;
  }

  /** How a scalar is written: nothing for text as it stands, `t` without white space around it, `b`, `i`, `n`. */
  function scalarCode(declaration: XmlElement, node: SchemaNode | undefined): string {
    const code = scalarCodes.get((node === undefined ? undefined : json.scalar(node)) ?? "");
    return code ?? (isTrimmed(declaration) ? "t" : "");
  }

  /** Whether white space around a value of that type means nothing. See XML Schema part 2, section 4.3.6. */
  function isTrimmed(declaration: XmlElement | undefined): boolean {
    const [name = ""] = ["type", "base", "memberTypes"].flatMap(
      (key) => attribute(declaration, key)?.split(" ") ?? [],
    );
    if (name.startsWith("xs:")) return trimmed.has(name.slice(3));
    const own = named.get(name.replace("bom:", "")) ?? elementsOf(declaration)[0];
    return own?.name === "simpleType" && isTrimmed(elementsOf(own)[0]);
  }

  const root = elementsOf(xsd).find((node) => node.name === "element");
  const [, bom] = root === undefined ? [] : (complexOf(root, named) ?? []);
  if (bom === undefined) throw new Error(`bom-${version}.xsd declares no root element`);
  visit("bom", bom, json.root);
  return types;
}

function spell(written: string, member: string): string {
  return written === member ? written : `${written}=${member}`;
}

function suffix(code: string): string {
  return code === "" ? "" : `:${code}`;
}

function memberOf(written: string, members: ReadonlyMap<string, SchemaNode>): string {
  const other = renamed.get(written) ?? written;
  return members.has(written) || !members.has(other) ? written : other;
}

function elementsOf(node: XmlElement | undefined): readonly XmlElement[] {
  return (node?.children ?? [])
    .filter((child) => typeof child !== "string")
    .filter(({ name }) => name !== "annotation");
}

function nameOf(node: XmlElement | undefined): string {
  return attribute(node, "name") ?? "";
}

function attribute(node: XmlElement | undefined, name: string): string | undefined {
  return node?.attributes.find((found) => found.name === name)?.value;
}

/** Name and definition of an element's complex type; nothing where its content is text alone. */
function complexOf(
  element: XmlElement,
  named: ReadonlyMap<string, XmlElement>,
): readonly [string, XmlElement] | undefined {
  const own = elementsOf(element).find((child) => child.name === "complexType");
  if (own !== undefined) return ["", own];
  const name = (attribute(element, "type") ?? "").replace("bom:", "");
  const type = named.get(name);
  return type?.name === "complexType" ? [name, type] : undefined;
}

function attributesOf(
  type: XmlElement,
  named: ReadonlyMap<string, XmlElement>,
): readonly XmlElement[] {
  return elementsOf(type).flatMap((child) => {
    if (child.name === "attribute") return [child];
    if (child.name === "simpleContent" || child.name === "extension") {
      return attributesOf(child, named);
    }
    if (child.name !== "attributeGroup") return [];
    const group = named.get((attribute(child, "ref") ?? "").replace("bom:", ""));
    return group === undefined ? [] : attributesOf(group, named);
  });
}

/** The elements of a type's content in an order that suits all its choices, each once. */
function particlesOf(type: XmlElement): readonly Particle[] {
  const found = new Map<string, Particle>();
  const orderOf = (node: XmlElement): readonly string[] => {
    if (node.name === "choice") {
      return elementsOf(node).map(orderOf).reduce<readonly string[]>(mergeOrder, []);
    }
    if (node.name !== "element") {
      return elementsOf(node)
        .filter(({ name }) => particleNames.has(name))
        .flatMap(orderOf);
    }
    const name = nameOf(node);
    const repeated = attribute(node, "maxOccurs") === "unbounded";
    if (!found.has(name)) found.set(name, { element: node, repeated });
    return [name];
  };
  return mergeOrder([], orderOf(type)).flatMap((name) => found.get(name) ?? []);
}
