import type {
  XmlBuiltIn,
  XmlComplexType,
  XmlParticle,
  XmlSchemaTable,
  XmlSimpleType,
  XmlType,
} from "../../packages/sbom/src/validation/xml-schema-table.ts";
import { parseXml } from "../../packages/sbom/src/xml/parse-xml.ts";
import type { XmlElement } from "../../packages/sbom/src/xml/xml-element.ts";
import { patternOfXmlSchema } from "./safe-pattern.ts";

/** Built-in types by their names in XML Schema; those that only bound another are that one with its bound. */
const builtIns = new Map<string, XmlSimpleType>([
  ...(["string", "normalizedString", "token", "boolean", "decimal", "integer"] as const).map(
    builtIn,
  ),
  ...(["date", "dateTime", "anyURI"] as const).map(builtIn),
  ["nonNegativeInteger", { kind: "simple", base: "integer", min: 0 }],
  ["positiveInteger", { kind: "simple", base: "integer", min: 1 }],
]);

/**
 * An XML Schema as a table. The prefix `xs` names XML Schema, `bom` the target and `spdx` the list of licences, as in
 * every schema of CycloneDX.
 *
 * @throws An error on what the package would not check.
 */
export function compileXmlSchema(text: string): XmlSchemaTable {
  const schema = parseXml(text);
  const types: XmlType[] = [];
  const indexOfText = new Map<string, number>();
  const indexOfName = new Map<string, number>();
  const named = (kind: string, name: string): XmlElement => {
    const found = children(schema).find((e) => e.name === kind && attribute(e, "name") === name);
    return found ?? refuse(`no ${kind} ${name}`);
  };

  const add = (type: XmlType): number => {
    const key = JSON.stringify(type);
    const known = indexOfText.get(key);
    if (known !== undefined) return known;
    indexOfText.set(key, types.length);
    return types.push(type) - 1;
  };

  const resolve = (name: string): number => {
    const [prefix, local = ""] = name.split(":");
    if (prefix === "xs") return add(builtIns.get(local) ?? refuse(`built-in ${local}`));
    if (name === "spdx:licenseId") return add({ kind: "simple", base: "string", licenses: true });
    const known = indexOfName.get(name);
    if (known !== undefined) return known;
    const place = types.push({ kind: "any" }) - 1;
    indexOfName.set(name, place);
    const definition = children(schema).find(
      (e) => e.name.endsWith("Type") && attribute(e, "name") === local,
    );
    types[place] = readType(definition ?? refuse(`no type ${name}`));
    return place;
  };

  const readType = (definition: XmlElement): XmlType =>
    definition.name === "simpleType" ? readSimple(definition) : readComplex(definition);

  const readSimple = (definition: XmlElement): XmlSimpleType => {
    const [variety = refuse("an empty simpleType")] = children(definition);
    if (variety.name === "union") {
      const members = attribute(variety, "memberTypes")?.split(/\s+/) ?? [];
      return { kind: "simple", union: members.map(resolve) };
    }
    const base = types[resolve(attribute(variety, "base") ?? refuse("a restriction of nothing"))];
    if (base?.kind !== "simple" || base.union) refuse("a restriction of a union");
    const type: { -readonly [K in keyof XmlSimpleType]: XmlSimpleType[K] } = { ...base };
    const values: string[] = [];
    for (const facet of children(variety)) {
      const value = attribute(facet, "value") ?? "";
      if (facet.name === "enumeration") values.push(value);
      else if (facet.name === "pattern" && !type.pattern) type.pattern = patternOfXmlSchema(value);
      else if (facet.name === "minLength") type.minLength = Number(value);
      else if (facet.name === "maxLength") type.maxLength = Number(value);
      else if (facet.name === "minInclusive") type.min = Number(value);
      else if (facet.name === "maxInclusive") type.max = Number(value);
      else refuse(`facet ${facet.name}`);
    }
    return values.length > 0 ? { ...type, enum: values } : type;
  };

  const readComplex = (definition: XmlElement): XmlComplexType => {
    const type: { -readonly [K in keyof XmlComplexType]: XmlComplexType[K] } = { kind: "complex" };
    const attributes: Record<string, number> = {};
    if (attribute(definition, "mixed") === "true") type.mixed = true;
    const read = (part: XmlElement): void => {
      if (part.name === "sequence" || part.name === "choice") type.content = readParticle(part);
      else if (part.name === "simpleContent") children(part).forEach(read);
      else if (part.name === "extension") {
        const base = resolve(attribute(part, "base") ?? refuse("an extension of nothing"));
        if (types[base]?.kind !== "simple") refuse("an extension of a complex type");
        type.text = base;
        children(part).forEach(read);
      } else if (part.name === "attribute") {
        const index = typeOf(part);
        const name = attribute(part, "name") ?? refuse("an attribute without a name");
        attributes[name] = attribute(part, "use") === "required" ? -1 - index : index;
      } else if (part.name === "attributeGroup") {
        children(named("attributeGroup", localName(attribute(part, "ref")))).forEach(read);
      } else if (part.name === "anyAttribute") {
        type.anyAttribute = attribute(part, "namespace") === "##any" ? "any" : "other";
      } else refuse(`${part.name} in a complexType`);
    };
    children(definition).forEach(read);
    return Object.keys(attributes).length > 0 ? { ...type, attributes } : type;
  };

  const typeOf = (declaration: XmlElement): number => {
    const name = attribute(declaration, "type");
    if (name !== undefined) return resolve(name);
    const inline = children(declaration).find((e) => e.name.endsWith("Type"));
    return add(inline ? readType(inline) : { kind: "any" });
  };

  const readParticle = (part: XmlElement): XmlParticle => {
    const occurrence = occurrenceOf(part);
    if (part.name === "any") {
      if (attribute(part, "namespace") !== "##other") refuse("a wildcard of another kind");
      return { any: true, ...occurrence };
    }
    if (part.name === "sequence" || part.name === "choice") {
      return { group: part.name, of: children(part).map(readParticle), ...occurrence };
    }
    if (part.name !== "element") refuse(`${part.name} in a group`);
    const element = attribute(part, "name") ?? refuse("an element without a name");
    const fallback = attribute(part, "default") === undefined ? {} : { default: true as const };
    return { element, type: typeOf(part), ...fallback, ...occurrence };
  };

  const roots = children(schema).filter(({ name }) => name === "element");
  return {
    namespace: attribute(schema, "targetNamespace") ?? "",
    roots: Object.fromEntries(
      roots.map((root) => [attribute(root, "name") ?? "", typeOf(withoutConstraints(root))]),
    ),
    unique: roots.flatMap((root) => children(root).flatMap(uniqueAttribute)),
    types,
  };
}

function builtIn(base: XmlBuiltIn): readonly [string, XmlSimpleType] {
  return [base, { kind: "simple", base }];
}

function uniqueAttribute(part: XmlElement): readonly string[] {
  if (part.name !== "unique") return [];
  const [selector, field] = children(part).map((e) => attribute(e, "xpath"));
  if (selector !== ".//*" || !field?.startsWith("@")) refuse("a constraint of another kind");
  return [field.slice(1)];
}

function withoutConstraints(element: XmlElement): XmlElement {
  return { ...element, children: children(element).filter(({ name }) => name !== "unique") };
}

function occurrenceOf(part: XmlElement): { optional?: true; many?: true } {
  const [min, max] = [attribute(part, "minOccurs") ?? "1", attribute(part, "maxOccurs") ?? "1"];
  if (!/^[01]$/.test(min) || !/^(?:1|unbounded)$/.test(max)) refuse(`occurs ${min} to ${max}`);
  return { ...(min === "0" && { optional: true }), ...(max !== "1" && { many: true }) };
}

function children(element: XmlElement): readonly XmlElement[] {
  return element.children.filter(
    (child): child is XmlElement => typeof child !== "string" && child.name !== "annotation",
  );
}

function attribute(element: XmlElement, name: string): string | undefined {
  return element.attributes.find((a) => a.name === name)?.value;
}

function localName(name = ""): string {
  return name.slice(name.indexOf(":") + 1);
}

function refuse(what: string): never {
  throw new Error(`the XML Schema has ${what}, which is not compiled`);
}
