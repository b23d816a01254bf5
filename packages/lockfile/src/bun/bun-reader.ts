import {
  entriesOf,
  isObject,
  listOf,
  memberOf,
  textEntriesOf,
  textOf,
  textsOf,
} from "../data/members.ts";
import { parseJson } from "../data/parse-json.ts";
import { present } from "../data/present.ts";
import { stripJsonComments } from "../data/strip-json-comments.ts";
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
import { createFolderTree, type Folder, type FolderTree } from "../npm/folder-tree.ts";
import { versionInAddress } from "../npm/npm-address.ts";
import { npmArtifacts } from "../npm/npm-artifacts.ts";
import { npmSource } from "../npm/npm-source.ts";
import { splitSpec } from "../npm/split-spec.ts";
import { parseIntegrity } from "../parse-integrity.ts";
import { quote } from "../quote.ts";

/** bun.lock, Bun's lockfile as text. */
export const bunReader: LockfileReader = {
  format: "bun",
  ecosystem: "npm",
  named: (base) => base === "bun.lock",
  resembles: (head) =>
    head.trimStart().startsWith("{") &&
    head.includes('"lockfileVersion":') &&
    head.includes('"workspaces": {'),
  read,
};

/** Source: Bun's documentation, "Lockfile", and what Bun 1.2 to 1.4 write. */
function read(input: LockfileInput): LockfileDraft {
  const lines = new Map<string, number>();
  const root = parseJson({ ...input, text: stripJsonComments(input.text) }, ([top, name], line) => {
    if (top === "packages" && name !== undefined && !lines.has(name)) lines.set(name, line);
  });
  const version = memberOf(root, "lockfileVersion");
  const workspaces = entriesOf(memberOf(root, "workspaces"));
  if (version !== 0 && version !== 1 && version !== 2) {
    throw new LockfileError(
      "VERSION_UNSUPPORTED",
      `lockfileVersion ${String(version).slice(0, 20)} of bun.lock is not read; write the lockfile with Bun 1.2 to 1.4`,
    );
  }
  const tree = createFolderTree(input.limits.depth);
  const entries: {
    readonly key: string;
    readonly entry: readonly unknown[];
    readonly folder: Folder;
  }[] = [];
  const folders = new Map<string, Folder>([[".", tree.add("", ".")]]);
  for (const [key, value] of entriesOf(memberOf(root, "packages"))) {
    const entry = listOf(value);
    const [spec] = entry;
    if (typeof spec !== "string") {
      input.report("ENTRY_INVALID", `the entry of ${quote(key)} names no package`, lines.get(key));
      continue;
    }
    const { version: place = "" } = splitSpec(spec);
    const project = projectOf(place);
    const folder = tree.add(`node_modules/${namesOf(key).join("/node_modules/")}`, project ?? key);
    if (project === undefined) entries.push({ key, entry, folder });
    else if (project !== ".") folders.set(project, folder);
  }
  const importers = workspaces.map(([path, value]): LockedImporter => {
    const key = path === "" ? "." : `workspace:${path}`;
    const folder = folders.get(key) ?? tree.add("", ".");
    const facts = { name: textOf(value, "name"), version: textOf(value, "version") };
    const dependencies = dependenciesOf(value, tree, folder, true);
    return { key, path: path || ".", ...present(facts), dependencies };
  });
  const patches = memberOf(root, "patchedDependencies");
  const packages = entries.map(({ key, entry, folder }) => {
    const info = entry.find(isObject);
    const dependencies = dependenciesOf(info, tree, folder, false);
    const [spec = ""] = textsOf(entry);
    const more = present({ patch: textOf(patches, spec), line: lines.get(key) });
    return { ...toPackage(key, entry, info), ...more, dependencies };
  });
  return { version: String(version), importers, packages: markReach({ importers, packages }) };
}

/** The key of the importer that an entry stands for. */
function projectOf(place: string): string | undefined {
  if (place === "root:") return ".";
  return place.startsWith("workspace:") ? place : undefined;
}

/** The packages of a key such as `a/@scope/b`, each inside the one before it. */
function namesOf(key: string): readonly string[] {
  const names: string[] = [];
  let scope = "";
  for (const part of key.split("/")) {
    if (part.startsWith("@")) scope = `${part}/`;
    else {
      names.push(scope + part);
      scope = "";
    }
  }
  return names;
}

function dependenciesOf(
  value: unknown,
  tree: FolderTree,
  folder: Folder,
  isProject: boolean,
): LockedDependency[] {
  const found = new Map<string, LockedDependency>();
  const optionalPeers = new Set(textsOf(memberOf(value, "optionalPeers")));
  const add = (member: string, kind: LockedDependency["kind"]): void => {
    for (const [name, specifier] of textEntriesOf(memberOf(value, member))) {
      const target = tree.resolve(folder, name);
      const isOptional = kind === "peer" && optionalPeers.has(name);
      const to = target === undefined ? [] : [target];
      found.set(name, { name, specifier, kind, ...(isOptional && { optional: true }), to });
    }
  };
  add("peerDependencies", "peer");
  add("dependencies", "runtime");
  add("optionalDependencies", "optional");
  if (isProject) add("devDependencies", "development");
  return [...found.values()];
}

/** Of an entry `[name@version, address, details, integrity]`; what is no registry's has no address there. */
function toPackage(key: string, entry: readonly unknown[], info: unknown): DraftPackage {
  const [spec = "", ...texts] = textsOf(entry);
  const { name, version: place = "" } = splitSpec(spec);
  const folder = namesOf(key).at(-1);
  const isVersion = /^\d/.test(place);
  // The default registry's address is left out.
  const address = isVersion ? texts[0] || undefined : place.replace(/^\.{0,2}\//, "file:$&");
  return {
    key,
    name,
    ...present({
      alias: folder === name ? undefined : folder,
      version: isVersion ? place : versionInAddress(place, name),
    }),
    source: sourceOf(name, address, memberOf(info, "bundled") === true),
    artifacts: npmArtifacts(address, parseIntegrity(texts.at(-1))),
    dependencies: [],
  };
}

function sourceOf(name: string, address: string | undefined, isBundled: boolean): LockedSource {
  if (isBundled) return { kind: "bundled" };
  if (address?.startsWith("link:")) {
    return { kind: "directory", path: address.slice("link:".length), linked: true };
  }
  const source = npmSource({ name, address, isBundled, isAskedByAddress: true });
  // Unlike npm, Bun copies a folder.
  return source.kind === "directory" ? { kind: "directory", path: source.path } : source;
}
