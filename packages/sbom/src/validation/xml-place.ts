import type { XmlElement } from "../xml/xml-element.ts";

/** An element and what it is in. */
export interface XmlStep {
  readonly element: XmlElement;
  readonly parent: XmlStep | undefined;
}

/**
 * Gives the XPath of elements, with a position where there are siblings of the same name; an attribute's ends in `/@name`.
 * The children of an element are counted once, however many of them are asked for.
 */
export function createXmlPlaces(): (step: XmlStep, attribute?: string) => string {
  const known = new Map<XmlElement, ReadonlyMap<XmlElement, string>>();
  const stepsInside = (parent: XmlElement): ReadonlyMap<XmlElement, string> => {
    const steps = known.get(parent) ?? nameChildren(parent);
    known.set(parent, steps);
    return steps;
  };
  return (step, attribute) => {
    const steps = attribute === undefined ? [] : [`@${attribute}`];
    for (let at: XmlStep | undefined = step; at !== undefined; at = at.parent) {
      const { element, parent } = at;
      steps.push((parent && stepsInside(parent.element).get(element)) ?? element.name);
    }
    return `/${steps.reverse().join("/")}`;
  };
}

function nameChildren(parent: XmlElement): ReadonlyMap<XmlElement, string> {
  const ofName = new Map<string, XmlElement[]>();
  for (const child of parent.children) {
    if (typeof child === "string") continue;
    const siblings = ofName.get(child.name);
    if (siblings === undefined) ofName.set(child.name, [child]);
    else siblings.push(child);
  }
  const steps = new Map<XmlElement, string>();
  for (const [name, siblings] of ofName) {
    for (const [index, child] of siblings.entries()) {
      steps.set(child, siblings.length > 1 ? `${name}[${index + 1}]` : name);
    }
  }
  return steps;
}
