import { entriesOf, listOf, memberOf, textOf, textsOf } from "../data/members.ts";
import { parseToml } from "../data/parse-toml.ts";
import { present } from "../data/present.ts";
import { pushTo } from "../data/push-to.ts";
import { gitSource } from "../git-source.ts";
import type { LockedDependency } from "../locked-dependency.ts";
import type { LockedSource } from "../locked-source.ts";
import type { LockedImporter } from "../lockfile.ts";
import { LockfileError } from "../lockfile-error.ts";
import type {
  DraftPackage,
  LockfileDraft,
  LockfileInput,
  LockfileReader,
} from "../lockfile-reader.ts";
import { markReach } from "../mark-reach.ts";
import { createKeys } from "./create-keys.ts";
import { pythonFiles } from "./python-files.ts";

/** uv.lock, version 1 of the format. */
export const uvReader: LockfileReader = {
  format: "uv",
  ecosystem: "pypi",
  named: (base) => base === "uv.lock",
  resembles: (head) => /^version = 1$/m.test(head) && /^source = \{ [a-z]+ = "/m.test(head),
  read,
};

/** A package as it stands in the file. */
interface Entry {
  readonly key: string;
  readonly name: string;
  readonly version: string | undefined;
  readonly value: unknown;
  readonly line: number | undefined;
  /** Folder of the project that it is; undefined when it is none of this lockfile's. */
  readonly path: string | undefined;
}

/** Source: uv's documentation, "Resolver internals", and what uv 0.5 to 0.9 write. */
function read(input: LockfileInput): LockfileDraft {
  const { value: root, linesOf } = parseToml(input);
  const version = memberOf(root, "version");
  if (version !== 1) {
    throw new LockfileError(
      "VERSION_UNSUPPORTED",
      `version ${String(version).slice(0, 20)} of uv.lock is not read; write the lockfile with uv 0.5 or later`,
    );
  }
  const list = listOf(memberOf(root, "package"));
  const lines = linesOf("package", list.length);
  const members = new Set(textsOf(memberOf(memberOf(root, "manifest"), "members")));
  const keyOf = createKeys();
  const entries = list.flatMap((value, index): Entry[] => {
    const name = textOf(value, "name");
    const line = lines[index];
    if (name === undefined) {
      input.report("ENTRY_INVALID", "a package has no name", line);
      return [];
    }
    const stated = textOf(value, "version");
    const place = folderOf(memberOf(value, "source"));
    const path = members.has(name) || place === "." ? place : undefined;
    const key = keyOf(stated === undefined ? name : `${name}==${stated}`);
    return [{ key, name, version: stated, value, line, path }];
  });
  const resolve = createResolve(entries);
  const importers: LockedImporter[] = [];
  const packages: DraftPackage[] = [];
  for (const { key, name, version: stated, value, line, path } of entries) {
    const facts = { key, name, ...present({ version: stated, line }) };
    const dependencies = dependenciesOf(value, path !== undefined, resolve);
    if (path !== undefined) importers.push({ ...facts, path, dependencies });
    else packages.push(toPackage(facts, value, dependencies));
  }
  return { version: String(version), importers, packages: markReach({ importers, packages }) };
}

/** The folder of a source that is one. */
function folderOf(source: unknown): string | undefined {
  return textOf(source, "editable") ?? textOf(source, "virtual") ?? textOf(source, "directory");
}

/** Finds the keys of what a requirement was resolved to. */
type Resolve = (requirement: unknown) => readonly string[];

/** A requirement names a version or a source only where the name alone is not enough. */
function createResolve(entries: readonly Entry[]): Resolve {
  const keys = new Map<string, string[]>();
  for (const { key, name, version = "", value } of entries) {
    const source = JSON.stringify(memberOf(value, "source"));
    pushTo(keys, JSON.stringify([name, "", ""]), key);
    pushTo(keys, JSON.stringify([name, version, ""]), key);
    pushTo(keys, JSON.stringify([name, version, source]), key);
    if (version !== "") pushTo(keys, JSON.stringify([name, "", source]), key);
  }
  return (requirement) => {
    const source = memberOf(requirement, "source");
    const version = textOf(requirement, "version") ?? "";
    const id = [textOf(requirement, "name"), version, source ? JSON.stringify(source) : ""];
    return keys.get(JSON.stringify(id)) ?? [];
  };
}

function dependenciesOf(value: unknown, isProject: boolean, resolve: Resolve): LockedDependency[] {
  const metadata = memberOf(value, "metadata");
  const stated = specifiersOf(memberOf(metadata, "requires-dist"));
  const read = (
    list: unknown,
    kind: LockedDependency["kind"],
    specifiers: ReadonlyMap<string, string>,
    extra?: string,
  ): LockedDependency[] =>
    listOf(list).map((each) => {
      const name = textOf(each, "name") ?? "";
      const extras = textsOf(memberOf(each, "extra"));
      const condition = extra === undefined ? undefined : `extra == '${extra}'`;
      const markers = [textOf(each, "marker"), condition].filter((marker) => marker !== undefined);
      return {
        name,
        kind,
        ...present({
          specifier: specifiers.get(name),
          marker: markers.length > 1 ? `(${markers.join(") and (")})` : markers[0],
          extras: extras.length > 0 ? extras : undefined,
        }),
        to: resolve(each),
      };
    });
  return [
    ...read(memberOf(value, "dependencies"), "runtime", stated),
    ...entriesOf(memberOf(value, "optional-dependencies")).flatMap(([extra, list]) =>
      // Of other packages than projects only those extras are there that something asks for.
      read(list, isProject ? "optional" : "runtime", stated, extra),
    ),
    ...entriesOf(memberOf(value, "dev-dependencies")).flatMap(([group, list]) =>
      read(list, "development", specifiersOf(memberOf(memberOf(metadata, "requires-dev"), group))),
    ),
  ];
}

/** What a project asks for, by name. */
function specifiersOf(list: unknown): ReadonlyMap<string, string> {
  return new Map(
    listOf(list).flatMap((each) => {
      const name = textOf(each, "name");
      return name === undefined ? [] : [[name, textOf(each, "specifier") ?? ""] as const];
    }),
  );
}

function toPackage(
  facts: Pick<DraftPackage, "key" | "name" | "version" | "line">,
  value: unknown,
  dependencies: readonly LockedDependency[],
): DraftPackage {
  const markers = textsOf(memberOf(value, "resolution-markers"));
  const sdist = memberOf(value, "sdist");
  return {
    ...facts,
    ...present({
      marker: markers.length > 1 ? markers.map((each) => `(${each})`).join(" or ") : markers[0],
    }),
    source: sourceOf(memberOf(value, "source")),
    artifacts: pythonFiles([...(sdist ? [sdist] : []), ...listOf(memberOf(value, "wheels"))]),
    dependencies,
  };
}

function sourceOf(source: unknown): LockedSource {
  const git = textOf(source, "git");
  if (git !== undefined) {
    // https://…?rev=main#commit
    const url = git.split(/[?#]/)[0] ?? git;
    const parameters = new URLSearchParams(git.slice(url.length).split("#")[0]);
    return gitSource(`${url}#${git.split("#")[1] ?? ""}`, {
      ref: parameters.get("rev") ?? parameters.get("tag") ?? parameters.get("branch") ?? undefined,
      directory: parameters.get("subdirectory") ?? undefined,
    });
  }
  const registry = textOf(source, "registry");
  if (registry !== undefined) return { kind: "registry", registry };
  const url = textOf(source, "url");
  if (url !== undefined) return { kind: "archive", url };
  const file = textOf(source, "path");
  if (file !== undefined) return { kind: "file", path: file };
  const path = folderOf(source);
  if (path === undefined) return { kind: "unknown" };
  return { kind: "directory", path, ...(textOf(source, "editable") && { linked: true as const }) };
}
