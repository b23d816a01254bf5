import type { XmlElement } from "../xml/xml-element.ts";
import type { XmlElementParticle, XmlParticle } from "./xml-schema-table.ts";

/** An element with the declaration for its place; without one where a wildcard took it. */
interface TakenElement {
  readonly element: XmlElement;
  readonly declaration: XmlElementParticle | undefined;
}

/** What was found of the elements inside another. */
export interface XmlContentMatch {
  readonly taken: readonly TakenElement[];
  /** What should stand there and does not: before which element (absent at the end), and which names would do. */
  readonly missing: readonly (readonly [
    before: XmlElement | undefined,
    names: readonly string[],
  ])[];
  /** Elements that the content does not have at all, or not in this place. */
  readonly unexpected: readonly XmlElement[];
}

/**
 * Prepares to match elements against a content model. A model of XML Schema allows one particle at most for an element at
 * any time (Unique Particle Attribution, Part 1 §3.8.6), so going forward without looking back is exact.
 */
export function compileXmlContent(
  content: XmlParticle,
  namespace: string,
): (elements: readonly XmlElement[]) => XmlContentMatch {
  const declarations = new Map<string, XmlElementParticle>();
  const open = addDeclarations(content, declarations);
  const isForeign = (element: XmlElement): boolean =>
    element.namespace !== namespace && element.namespace !== "";
  const declarationOf = (element: XmlElement): XmlElementParticle | undefined =>
    element.namespace === namespace ? declarations.get(element.name) : undefined;

  /** Whether an element may be the first of what a particle allows. */
  const startsWith = (particle: XmlParticle, element: XmlElement): boolean => {
    if ("any" in particle) return isForeign(element);
    if ("element" in particle) {
      return element.name === particle.element && element.namespace === namespace;
    }
    for (const one of particle.of) {
      if (startsWith(one, element)) return true;
      if (particle.group === "sequence" && !isEmptiable(one)) return false;
    }
    return false;
  };

  return (elements) => {
    const taken: TakenElement[] = [];
    const missing: [XmlElement | undefined, readonly string[]][] = [];
    const unexpected: XmlElement[] = [];
    const known: XmlElement[] = [];
    for (const element of elements) {
      const fits = declarationOf(element) !== undefined || (open && isForeign(element));
      (fits ? known : unexpected).push(element);
    }
    let at = 0;

    const take = (particle: XmlParticle): void => {
      let times = 0;
      for (let element = known[at]; element !== undefined; element = known[at]) {
        if ((times > 0 && !particle.many) || !startsWith(particle, element)) break;
        takeOnce(particle, element);
        times += 1;
      }
      if (times > 0 || isEmptiable(particle)) return;
      // A sequence is gone through also without its beginning, so that what is there of it is in its place.
      if ("group" in particle && particle.group === "sequence") takeOnce(particle, undefined);
      else missing.push([known[at], firstNames(particle)]);
    };
    const takeOnce = (particle: XmlParticle, element: XmlElement | undefined): void => {
      if ("group" in particle && particle.group === "sequence") {
        for (const one of particle.of) take(one);
      } else if (element === undefined) return;
      else if (!("group" in particle)) {
        taken.push({ element, declaration: "element" in particle ? particle : undefined });
        at += 1;
      } else {
        const chosen = particle.of.find((one) => startsWith(one, element));
        if (chosen) take(chosen);
      }
    };

    take(content);
    const misplaced = known.slice(at);
    for (const element of misplaced) taken.push({ element, declaration: declarationOf(element) });
    return { taken, missing, unexpected: [...unexpected, ...misplaced.slice(0, 1)] };
  };
}

/** Gathers the declarations in a content; whether it has a wildcard too. */
function addDeclarations(particle: XmlParticle, to: Map<string, XmlElementParticle>): boolean {
  if ("any" in particle) return true;
  if ("group" in particle) {
    return particle.of.map((one) => addDeclarations(one, to)).includes(true);
  }
  if (!to.has(particle.element)) to.set(particle.element, particle);
  return false;
}

function isEmptiable(particle: XmlParticle): boolean {
  if (particle.optional) return true;
  if (!("group" in particle)) return false;
  return particle.group === "sequence"
    ? particle.of.every(isEmptiable)
    : particle.of.length === 0 || particle.of.some(isEmptiable);
}

/** Names of the elements that a particle may begin with. */
function firstNames(particle: XmlParticle): readonly string[] {
  if ("any" in particle) return ["an element of another namespace"];
  if ("element" in particle) return [`<${particle.element}>`];
  if (particle.group === "choice") return particle.of.flatMap(firstNames);
  const end = particle.of.findIndex((one) => !isEmptiable(one));
  return particle.of.slice(0, end + 1).flatMap(firstNames);
}
