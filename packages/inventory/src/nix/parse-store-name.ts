/** What the name of a path in Nix's store says. */
export interface StoreName {
  /** 32 characters of Nix's base 32, for all that it was built from. */
  readonly hash: string;
  readonly name: string;
  readonly version?: string;
  /** Part of the package that it is, such as `dev`; absent for the first. */
  readonly output?: string;
}

/** Outputs that packages of nixpkgs are divided into. */
const outputs: ReadonlySet<string> = new Set([
  "bin",
  "data",
  "debug",
  "dev",
  "devdoc",
  "dist",
  "doc",
  "info",
  "lib",
  "man",
  "out",
  "static",
]);

const hashLength = 32;

/**
 * Reads `hash-name-version-output`. The version begins after the first hyphen that no letter follows, as for Nix's
 * `parseDrvName`; the output is recognised by its name. `undefined` for what is no name of a store path.
 */
export function parseStoreName(text: string): StoreName | undefined {
  const hash = text.slice(0, hashLength);
  if (!/^[0-9a-z]{32}$/.test(hash) || text[hashLength] !== "-") return undefined;
  const full = text.slice(hashLength + 1);
  const last = full.slice(full.lastIndexOf("-") + 1);
  const output = full.includes("-") && outputs.has(last) ? last : undefined;
  const rest = output === undefined ? full : full.slice(0, -output.length - 1);
  const hyphen = /-[^A-Za-z]/.exec(rest)?.index ?? rest.length;
  const name = rest.slice(0, hyphen);
  const version = rest.slice(hyphen + 1);
  if (name === "") return undefined;
  return { hash, name, ...(version !== "" && { version }), ...(output && { output }) };
}
