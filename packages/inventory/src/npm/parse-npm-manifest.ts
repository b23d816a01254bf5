import { decodeName } from "@coppice/image";

/** What the inventory needs of a `package.json`. */
export interface NpmManifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly description?: string;
  readonly dependencies: ReadonlyMap<string, string>;
  readonly optionalDependencies: ReadonlyMap<string, string>;
  readonly peerDependencies: ReadonlyMap<string, string>;
}

/** The manifest in these bytes; `undefined` when it is no JSON object with a name and a version. */
export function parseNpmManifest(bytes: Uint8Array): NpmManifest | undefined {
  // Some editors begin a file with a byte order mark; npm drops it.
  const members = toMap(parseJson(decodeName(bytes).replace(/^\ufeff/, "")));
  const name = members.get("name");
  const version = members.get("version");
  if (typeof name !== "string" || typeof version !== "string" || !name || !version)
    return undefined;
  const license = toLicense(members.get("license"));
  const description = members.get("description");
  const ranges = (member: string) => new Map([...toMap(members.get(member))].flatMap(toRange));
  return {
    name,
    version,
    ...(license && { license }),
    ...(typeof description === "string" && description && { description }),
    dependencies: ranges("dependencies"),
    optionalDependencies: ranges("optionalDependencies"),
    peerDependencies: ranges("peerDependencies"),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The members of a JSON object in a map, in which `__proto__` is a name like any other. */
function toMap(value: unknown): Map<string, unknown> {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return new Map(isObject ? Object.entries(value) : []);
}

function toRange([name, range]: [string, unknown]): [string, string][] {
  return typeof range === "string" ? [[name, range]] : [];
}

/** An SPDX expression, or the `type` of the object that npm once used. */
function toLicense(value: unknown): string | undefined {
  const license = typeof value === "string" ? value : toMap(value).get("type");
  return typeof license === "string" && license ? license : undefined;
}
