import { membersOf, parseJson, textOf } from "../json.ts";

/** What the inventory needs of a `package.json`. */
export interface NpmManifest {
  /** Npm takes a module without a name or version, too: one of a folder beside the project. */
  readonly name?: string;
  readonly version?: string;
  readonly license?: string;
  readonly description?: string;
  readonly author?: string;
  /** Names of the commands that it brings. */
  readonly commands: ReadonlySet<string>;
  readonly dependencies: ReadonlyMap<string, string>;
  readonly optionalDependencies: ReadonlyMap<string, string>;
  readonly peerDependencies: ReadonlyMap<string, string>;
  readonly devDependencies: ReadonlyMap<string, string>;
}

/** The manifest in these bytes; `undefined` when they are no JSON object. See npm's documentation, "package.json". */
export function parseNpmManifest(bytes: Uint8Array): NpmManifest | undefined {
  const value = parseJson(bytes);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const members = membersOf(value);
  const name = textOf(members.get("name"));
  const version = textOf(members.get("version"));
  const license = toLicense(members);
  const description = textOf(members.get("description"));
  const author = toAuthor(members.get("author"));
  const ranges = (member: string) => new Map([...membersOf(members.get(member))].flatMap(toRange));
  return {
    ...(name && { name }),
    ...(version && { version }),
    ...(license && { license }),
    ...(description && { description }),
    ...(author && { author }),
    commands: toCommands(members.get("bin"), name),
    dependencies: ranges("dependencies"),
    optionalDependencies: ranges("optionalDependencies"),
    peerDependencies: ranges("peerDependencies"),
    devDependencies: ranges("devDependencies"),
  };
}

function toRange([name, range]: [string, unknown]): [string, string][] {
  return typeof range === "string" ? [[name, range]] : [];
}

/** An SPDX expression, or the objects with a `type` that npm once used: any of several. */
function toLicense(members: ReadonlyMap<string, unknown>): string | undefined {
  const [license, licenses] = [members.get("license"), members.get("licenses")];
  const several = Array.isArray(licenses) ? licenses : [license ?? licenses];
  const names = (typeof license === "string" ? [license] : several).flatMap(
    (each: unknown) => textOf(each) ?? textOf(membersOf(each).get("type")) ?? [],
  );
  return names.length > 1 ? `(${names.join(" OR ")})` : names[0];
}

/** A person is a text, `name <mail> (address)`, or an object. */
function toAuthor(value: unknown): string | undefined {
  const text = textOf(value);
  if (text !== undefined) return text;
  const person = membersOf(value);
  const name = textOf(person.get("name"));
  const mail = textOf(person.get("email"));
  return name !== undefined && mail !== undefined ? `${name} <${mail}>` : (name ?? mail);
}

/** One program alone has the name of the package without its scope. */
function toCommands(bin: unknown, name: string | undefined): ReadonlySet<string> {
  if (typeof bin !== "string") return new Set(membersOf(bin).keys());
  return new Set(name === undefined ? [] : [name.slice(name.indexOf("/") + 1)]);
}
