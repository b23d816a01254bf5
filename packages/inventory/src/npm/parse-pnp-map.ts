import { elementsOf, membersOf, parseJson, textOf } from "../json.ts";

/** A package in the map of Yarn's Plug'n'Play. */
export interface PnpPackage {
  readonly name: string;
  /** How Yarn writes what it resolved to: `npm:1.0.0`, `virtual:…#npm:1.0.0`, `patch:…`. */
  readonly reference: string;
  /** Relative to the folder of the map. */
  readonly location: string;
  /** What it may load: the name it asks for, and name and reference of what it gets, if anything. */
  readonly dependencies: readonly PnpDependency[];
  readonly peers: ReadonlySet<string>;
}

/** What a package may load by a name. */
interface PnpDependency {
  readonly as: string;
  readonly name?: string;
  readonly reference?: string;
}

/**
 * The packages that lie in archives or folders of their own; `undefined` where it is no such map. The map is a JSON file or
 * stands in a program, as a text or an object, and the program is not run. See Yarn's "PnP specification", "Manifest
 * reference".
 */
export function parsePnpMap(text: string): readonly PnpPackage[] | undefined {
  const state = membersOf(parseJson(new TextEncoder().encode(stateIn(text))));
  if (!Array.isArray(state.get("packageRegistryData"))) return undefined;
  return elementsOf(state.get("packageRegistryData")).flatMap((entry) => {
    const [ident, references] = elementsOf(entry);
    const name = textOf(ident);
    if (name === undefined) return [];
    return elementsOf(references).flatMap((pair) => toPackage(name, pair));
  });
}

function toPackage(name: string, pair: unknown): PnpPackage[] {
  const [key, value] = elementsOf(pair);
  const facts = membersOf(value);
  const reference = textOf(key);
  const location = textOf(facts.get("packageLocation"));
  // Soft ones are folders of the project, and packages before their peers are known.
  if (facts.get("linkType") !== "HARD" || reference === undefined || location === undefined) {
    return [];
  }
  const dependencies = elementsOf(facts.get("packageDependencies")).flatMap(toDependency);
  const peers = elementsOf(facts.get("packagePeers")).flatMap((peer) => textOf(peer) ?? []);
  return [{ name, reference, location, dependencies, peers: new Set(peers) }];
}

function toDependency(pair: unknown): PnpDependency[] {
  const [key, target] = elementsOf(pair);
  const as = textOf(key);
  if (as === undefined) return [];
  if (target === null) return [{ as }];
  const [name, reference] = typeof target === "string" ? [as, target] : elementsOf(target);
  if (typeof name !== "string" || typeof reference !== "string") return [];
  return [{ as, name, reference }];
}

/** The JSON text of the map: Yarn 4 writes it between quotes, Yarn 2 and 3 as what a function is called with. */
function stateIn(text: string): string {
  const quoted = /RAW_RUNTIME_STATE =\s{0,9}'/.exec(text);
  if (quoted) return unquote(text, quoted.index + quoted[0].length);
  const call = text.indexOf("hydrateRuntimeState({");
  return call < 0 ? text : objectAt(text, text.indexOf("{", call));
}

/** A text of JavaScript up to its closing quote. */
function unquote(text: string, start: number): string {
  const parts: string[] = [];
  let from = start;
  for (let at = start; at < text.length; at++) {
    const character = text[at];
    if (character === "'") {
      parts.push(text.slice(from, at));
      return parts.join("");
    }
    if (character !== "\\") continue;
    // What Yarn escapes stands for itself, and a line that goes on in the next one is white space.
    parts.push(text.slice(from, at));
    from = at + 1;
    at++;
  }
  return "";
}

/** The object that begins there, up to the brace that closes it. */
function objectAt(text: string, start: number): string {
  let depth = 0;
  let quoted = false;
  for (let at = start; at < text.length; at++) {
    const character = text[at];
    if (quoted && character === "\\") at++;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && character === "{") depth++;
    else if (!quoted && character === "}") {
      depth--;
      if (depth === 0) return text.slice(start, at + 1);
    }
  }
  return "";
}
