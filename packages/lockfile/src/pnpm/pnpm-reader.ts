import { entriesOf, isObject, memberOf, textEntriesOf, textOf } from "../data/members.ts";
import type { YamlDocument } from "../data/parse-block-yaml.ts";
import { parseYaml } from "../data/parse-yaml.ts";
import { present } from "../data/present.ts";
import type { LockedDependency } from "../locked-dependency.ts";
import type { LockedImporter } from "../lockfile.ts";
import { LockfileError } from "../lockfile-error.ts";
import type {
  DraftPackage,
  LockfileDraft,
  LockfileInput,
  LockfileReader,
} from "../lockfile-reader.ts";
import { markReach } from "../mark-reach.ts";
import { npmArtifacts } from "../npm/npm-artifacts.ts";
import { parseIntegrity } from "../parse-integrity.ts";
import { quote } from "../quote.ts";
import { joinPath } from "./join-path.ts";
import { parseDepPath } from "./parse-dep-path.ts";
import { pnpmSource } from "./pnpm-source.ts";

/** pnpm-lock.yaml, versions 5, 6 and 9 of the format. */
export const pnpmReader: LockfileReader = {
  format: "pnpm",
  ecosystem: "npm",
  named: (base) => base === "pnpm-lock.yaml" || base === "pnpm-lock.yml",
  resembles: (head) => /^lockfileVersion: /m.test(head),
  read,
};

/** Characters of an importer's path: every link of it is joined to that path. */
const maximumPath = 1024;

/** What the functions below share. */
interface Context {
  readonly document: YamlDocument;
  readonly major: number;
  readonly root: unknown;
  /** Every key of a package, with what stands there. */
  readonly keys: ReadonlyMap<string, unknown>;
  readonly importers: ReadonlySet<string>;
  /** The peers of a package by name, as if nobody gave them. */
  peersOf(facts: unknown): ReadonlyMap<string, LockedDependency>;
  /** Counts requirements. */
  count(more: number): void;
  /** Folders outside the project that something links to. */
  readonly links: Map<string, DraftPackage>;
}

/** Source: pnpm's specification of its lockfile, and what its versions 6 to 10 write. */
function read(input: LockfileInput): LockfileDraft {
  const document = parseYaml(input);
  const root = document.value;
  const version = textOf(root, "lockfileVersion");
  const major = Number.parseInt(version ?? "", 10);
  if (version === undefined) {
    throw new LockfileError(
      "LOCKFILE_INVALID",
      "this is no lockfile of pnpm: it states no lockfileVersion; run pnpm install --lockfile-only",
    );
  }
  if (major !== 5 && major !== 6 && major !== 9) {
    throw new LockfileError(
      "VERSION_UNSUPPORTED",
      `lockfileVersion ${version.slice(0, 20)} is not read; write the lockfile with pnpm 6 to 10`,
    );
  }
  const packages = memberOf(root, "packages");
  // From version 9 on, what is the same for all variants of a package stands apart.
  const keys = new Map([...entriesOf(packages), ...entriesOf(memberOf(root, "snapshots"))]);
  const variants = new Set(
    [...keys.keys()].filter((key) => key.includes("(")).map((key) => parseDepPath(key, major).base),
  );
  const several = memberOf(root, "importers");
  const projects = (isObject(several) ? entriesOf(several) : [[".", root] as const]).filter(
    ([path]) => {
      if (path.length <= maximumPath) return true;
      input.report("ENTRY_INVALID", "the path of an importer is longer than paths can be");
      return false;
    },
  );
  const context: Context = {
    document,
    major,
    root,
    keys,
    importers: new Set(projects.map(([path]) => path)),
    peersOf: createPeersOf(),
    count: createCount(input),
    links: new Map(),
  };
  const importers = projects.map(([path, value]) => toImporter(context, path, value));
  const snapshots = memberOf(root, "snapshots");
  const drafts: DraftPackage[] = [];
  for (const [key, value] of keys) {
    if (!isObject(value)) {
      input.report("ENTRY_INVALID", `the entry of ${quote(key)} is no mapping`);
    } else if (major < 9 || !variants.has(key) || memberOf(snapshots, key) !== undefined) {
      drafts.push(toPackage(context, key, value));
    }
  }
  const found = [...drafts, ...context.links.values()];
  return {
    version,
    importers,
    packages: major < 9 ? found : markReach({ importers, packages: found }),
  };
}

const kinds = [
  ["dependencies", "runtime"],
  ["optionalDependencies", "optional"],
  ["devDependencies", "development"],
] as const;

function toImporter(context: Context, path: string, value: unknown): LockedImporter {
  const specifiers = memberOf(value, "specifiers");
  const dependencies = kinds.flatMap(([member, kind]) =>
    entriesOf(memberOf(value, member)).flatMap(([name, found]): LockedDependency[] => {
      // Until version 6 of the format the specifiers stand apart.
      const version = typeof found === "string" ? found : textOf(found, "version");
      const specifier =
        typeof found === "string" ? textOf(specifiers, name) : textOf(found, "specifier");
      const to = version === undefined ? [] : resolve(context, name, version, path);
      return [{ name, ...present({ specifier }), kind, to }];
    }),
  );
  const line = path === "." ? undefined : context.document.lineOf(value);
  return { key: path, path, ...present({ line }), dependencies };
}

function toPackage(context: Context, key: string, value: unknown): DraftPackage {
  const { major, root, document } = context;
  const path = parseDepPath(key, major);
  const facts = major < 9 ? value : (memberOf(memberOf(root, "packages"), path.base) ?? value);
  const name = textOf(facts, "name") ?? path.name ?? path.version;
  const isAddress = path.name === undefined || path.version.includes(":");
  const version = textOf(facts, "version") ?? (isAddress ? undefined : path.version);
  const resolution = memberOf(facts, "resolution");
  const patches = memberOf(root, "patchedDependencies");
  const patch = memberOf(patches, `${name}@${version}`) ?? memberOf(patches, name);
  const isFlagged = (member: string): boolean => textOf(value, member) === "true";
  const source = pnpmSource(resolution, name, isAddress ? path.version : undefined);
  return {
    key,
    name,
    ...present({
      version,
      deprecated: textOf(facts, "deprecated"),
      installScripts: textOf(facts, "requiresBuild") === "true" ? (true as const) : undefined,
      patch: textOf(patch, "path"),
      line: document.lineOf(facts),
    }),
    source,
    artifacts: npmArtifacts(
      textOf(resolution, "tarball"),
      parseIntegrity(textOf(resolution, "integrity")),
    ),
    dependencies: dependenciesOf(context, value, facts),
    // Version 9 has no such flags; markReach sets them.
    ...(major < 9 && { development: isFlagged("dev"), optional: isFlagged("optional") }),
  };
}

/** What a package requires: the peers that it was given stand among the rest, those that nobody gives do not. */
function dependenciesOf(context: Context, value: unknown, facts: unknown): LockedDependency[] {
  const peers = context.peersOf(facts);
  const found = new Map<string, LockedDependency>();
  for (const [member, kind] of kinds) {
    for (const [name, version] of textEntriesOf(memberOf(value, member))) {
      const to = resolve(context, name, version, ".");
      found.set(name, { ...(peers.get(name) ?? { name, kind }), to });
    }
  }
  // All variants of a package have its peers, so that a small file may ask for very many.
  context.count(found.size + peers.size);
  const open = [...peers.values()].filter(({ name }) => !found.has(name));
  return [...open, ...found.values()];
}

function createCount({ limits }: LockfileInput): Context["count"] {
  let count = 0;
  return (more) => {
    count += more;
    if (count <= limits.dependencies) return;
    throw new LockfileError(
      "TOO_MANY_DEPENDENCIES",
      `the packages have more than ${limits.dependencies} requirements; raise limits.dependencies to read them`,
    );
  };
}

/** Finds the peers of a package by name, as if nobody gave them; those of one package are read once. */
function createPeersOf(): Context["peersOf"] {
  const known = new Map<unknown, ReadonlyMap<string, LockedDependency>>();
  return (facts) => {
    const peers = known.get(facts) ?? peersOf(facts);
    known.set(facts, peers);
    return peers;
  };
}

function peersOf(facts: unknown): ReadonlyMap<string, LockedDependency> {
  const meta = memberOf(facts, "peerDependenciesMeta");
  return new Map(
    textEntriesOf(memberOf(facts, "peerDependencies")).map(([name, specifier]) => {
      const optional = textOf(memberOf(meta, name), "optional") === "true";
      return [name, { name, specifier, kind: "peer", ...(optional && { optional }), to: [] }];
    }),
  );
}

/** The package that `version` names where `name` is required: a version, a key, or a link to a folder. */
function resolve(
  { keys, importers, links, major }: Context,
  name: string,
  version: string,
  from: string,
): readonly string[] {
  if (version.startsWith("link:")) {
    const path = joinPath(from, version.slice("link:".length));
    if (importers.has(path)) return [path];
    const key = `link:${path}`;
    links.set(key, {
      key,
      name,
      source: { kind: "directory", path, linked: true },
      artifacts: [],
      dependencies: [],
    });
    return [key];
  }
  const own = { 5: `/${name}/${version}`, 6: `/${name}@${version}` }[major] ?? `${name}@${version}`;
  const key = keys.has(own) ? own : version;
  return keys.has(key) ? [key] : [];
}
