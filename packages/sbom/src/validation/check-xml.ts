import type { XmlAttribute, XmlElement } from "../xml/xml-element.ts";
import { compileXmlContent } from "./xml-content.ts";
import { createXmlPlaces, type XmlStep } from "./xml-place.ts";
import type { XmlComplexType, XmlParticle, XmlSchemaTable, XmlType } from "./xml-schema-table.ts";
import { createTextChecks, normalizeXmlSpace } from "./xml-text.ts";

/** One way in which an XML document does not fit its schema. */
interface XmlSchemaFault {
  /** XPath of the element, with a position where it has siblings of its name; an attribute has `/@name` at the end. */
  readonly place: string;
  readonly message: string;
  readonly line: number;
  readonly offset: number;
}

/** What {@link checkXml} found. */
export interface XmlSchemaVerdict {
  readonly faults: readonly XmlSchemaFault[];
  /** There are more faults than were kept. */
  readonly truncated: boolean;
}

/** An element that is to be checked. Without a type only what is declared anywhere inside it is checked. */
interface Task extends XmlStep {
  readonly type: XmlType | undefined;
  readonly typeIndex: number;
  readonly mayBeEmpty: boolean;
}

const instance = "http://www.w3.org/2001/XMLSchema-instance";

/**
 * Checks a document against an XML Schema (XML Schema 1.0 Part 1 and 2, as far as the schemas of CycloneDX use it). A
 * type named by `xsi:type` is not looked at. Not recursive, and linear in the document.
 */
export function checkXml(
  root: XmlElement,
  table: XmlSchemaTable,
  licenses: ReadonlySet<string>,
  limit = 1000,
): XmlSchemaVerdict {
  const faults: XmlSchemaFault[] = [];
  let truncated = false;
  const textCheckOf = createTextChecks(table, licenses);
  const firstUses = new Map(table.unique.map((name) => [name, new Map<string, XmlElement>()]));
  const contentChecks = new Map<XmlComplexType, ReturnType<typeof compileXmlContent>>();
  const tasks: Task[] = [];

  const placeOf = createXmlPlaces();
  const fail = (task: Task, message: string, attribute?: string): void => {
    if (faults.length >= limit) truncated = true;
    else {
      const { line, offset } = task.element;
      faults.push({ place: placeOf(task, attribute), message, line, offset });
    }
  };

  const add = (
    element: XmlElement,
    parent: Task | undefined,
    typeIndex: number | undefined,
    mayBeEmpty = false,
  ): void => {
    const declared =
      typeIndex ?? (element.namespace === table.namespace ? rootType(element.name) : undefined);
    const type = declared === undefined ? undefined : table.types[declared];
    tasks.push({ element, parent, type, typeIndex: declared ?? -1, mayBeEmpty });
  };
  const rootType = (name: string): number | undefined =>
    Object.hasOwn(table.roots, name) ? table.roots[name] : undefined;

  const checkText = (task: Task, text: string, type: number, attribute?: string): void => {
    const fault = textCheckOf(type)(text);
    if (fault !== undefined) fail(task, fault, attribute);
  };

  const checkAttributes = (task: Task, type: XmlComplexType | undefined): void => {
    const { attributes = {}, anyAttribute } = type ?? {};
    for (const attribute of task.element.attributes) {
      const { name, namespace, value } = attribute;
      const declared =
        namespace === "" && Object.hasOwn(attributes, name) ? attributes[name] : undefined;
      if (declared !== undefined) {
        const index = declared < 0 ? -1 - declared : declared;
        checkText(task, value, index, name);
        checkUnique(task, name, value, table.types[index]);
      } else if (!isAllowedAttribute(attribute, anyAttribute, table.namespace)) {
        fail(task, "is no attribute that is known here", name);
      }
    }
    for (const name in attributes) {
      if ((attributes[name] ?? 0) < 0 && !hasAttribute(task.element, name)) {
        fail(task, `must have the attribute "${name}"`);
      }
    }
  };

  const checkUnique = (task: Task, name: string, raw: string, type: XmlType | undefined): void => {
    const uses = firstUses.get(name);
    if (uses === undefined) return;
    const base = type?.kind === "simple" ? (type.base ?? "token") : "string";
    const value = normalizeXmlSpace(raw, base);
    const first = uses.get(value);
    if (first === undefined) uses.set(value, task.element);
    else fail(task, `is "${value}" as on line ${first.line}, and must occur once`, name);
  };

  const contentCheckOf = (type: XmlComplexType, content: XmlParticle) => {
    const check = contentChecks.get(type) ?? compileXmlContent(content, table.namespace);
    contentChecks.set(type, check);
    return check;
  };

  const checkChildren = (task: Task, type: XmlComplexType): void => {
    const { children } = task.element;
    if (type.content === undefined) {
      if (children.length > 0) fail(task, "must be empty, without white space too");
      return;
    }
    const elements: XmlElement[] = [];
    let text = false;
    for (const child of children) {
      if (typeof child !== "string") elements.push(child);
      else text ||= /[^\t\n\r ]/.test(child);
    }
    if (text && !type.mixed) fail(task, "must hold elements and no text");
    const match = contentCheckOf(type, type.content)(elements);
    for (const [before, names] of match.missing) {
      const place = before === undefined ? "at its end" : `before <${before.name}>`;
      fail(task, `must have ${names.join(" or ")} ${place}`);
    }
    for (const element of match.unexpected) {
      fail({ ...task, element, parent: task }, "is not allowed here");
    }
    for (const { element, declaration } of match.taken.toReversed()) {
      add(element, task, declaration?.type, declaration?.default);
    }
  };

  const check = (task: Task): void => {
    const { element, type } = task;
    if (type === undefined || type.kind === "any") {
      for (const child of element.children.toReversed()) {
        if (typeof child !== "string") add(child, task, undefined);
      }
      return;
    }
    checkAttributes(task, type.kind === "complex" ? type : undefined);
    const textType = type.kind === "simple" ? task.typeIndex : type.text;
    if (textType === undefined) {
      if (type.kind === "complex") checkChildren(task, type);
      return;
    }
    const child = element.children.find((one) => typeof one !== "string");
    if (typeof child === "object") fail(task, `must hold text, and has <${child.name}>`);
    else if (element.children.length > 0 || !task.mayBeEmpty) {
      checkText(task, element.children.join(""), textType);
    }
  };

  if (root.namespace === table.namespace && rootType(root.name) !== undefined) {
    add(root, undefined, rootType(root.name));
  } else {
    const names = Object.keys(table.roots).map((name) => `<${name}>`);
    const task = {
      element: root,
      parent: undefined,
      type: undefined,
      typeIndex: -1,
      mayBeEmpty: false,
    };
    fail(task, `must be ${names.join(" or ")} of namespace ${table.namespace}`);
  }
  for (let task = tasks.pop(); task !== undefined; task = tasks.pop()) check(task);
  return { faults: faults.sort((a, b) => a.offset - b.offset), truncated };
}

function hasAttribute(element: XmlElement, name: string): boolean {
  return element.attributes.some((known) => known.name === name && known.namespace === "");
}

function isAllowedAttribute(
  { name, namespace }: XmlAttribute,
  wildcard: "other" | "any" | undefined,
  target: string,
): boolean {
  if (namespace === instance) return name !== "nil";
  if (wildcard === "any") return true;
  return wildcard === "other" && namespace !== "" && namespace !== target;
}
