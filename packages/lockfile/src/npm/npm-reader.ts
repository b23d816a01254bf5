import { isObject, memberOf, textOf } from "../data/members.ts";
import { present } from "../data/present.ts";
import type { LockedDependency } from "../locked-dependency.ts";
import type { LockedImporter } from "../lockfile.ts";
import type {
  DraftPackage,
  LockfileDraft,
  LockfileInput,
  LockfileReader,
} from "../lockfile-reader.ts";
import { parseIntegrity } from "../parse-integrity.ts";
import { quote } from "../quote.ts";
import { createFolderTree, type Folder } from "./folder-tree.ts";
import { isAddress, versionInAddress } from "./npm-address.ts";
import { npmArtifacts } from "./npm-artifacts.ts";
import { npmDependencies } from "./npm-dependencies.ts";
import { type NpmEntry, parseNpmDocument } from "./npm-entries.ts";
import { npmSource } from "./npm-source.ts";
import { splitSpec } from "./split-spec.ts";

/** npm's package-lock.json, npm-shrinkwrap.json and node_modules/.package-lock.json. */
export const npmReader: LockfileReader = {
  format: "npm",
  ecosystem: "npm",
  named: (base) =>
    base === "package-lock.json" || base === "npm-shrinkwrap.json" || base === ".package-lock.json",
  resembles: (head) => head.trimStart().startsWith("{") && head.includes('"lockfileVersion": '),
  read,
};

/** Source: npm's documentation, "package-lock.json". */
function read(input: LockfileInput): LockfileDraft {
  const { version, entries } = parseNpmDocument(input);
  const tree = createFolderTree(input.limits.depth);
  const paths = new Set(entries.map(({ path }) => path));
  /** Names by which projects are linked. */
  const linkNames = new Map<string, string>();
  const placed: { readonly entry: NpmEntry; readonly folder: Folder }[] = [];
  for (const entry of entries) {
    const { path, value, line } = entry;
    if (!isObject(value)) {
      input.report("ENTRY_INVALID", `the entry of ${quote(path)} is no object`, line);
      continue;
    }
    const target = memberOf(value, "link") === true ? textOf(value, "resolved") : undefined;
    const isElsewhere = target !== undefined && paths.has(target);
    const folder = tree.add(path, isElsewhere ? keyOf(target) : keyOf(path));
    if (isElsewhere) linkNames.set(target, folderName(path));
    else placed.push({ entry, folder });
  }
  const values = new Map(placed.map(({ entry }) => [keyOf(entry.path), entry.value]));
  const importers: LockedImporter[] = [];
  const drafts: (readonly [entry: NpmEntry, dependencies: readonly LockedDependency[]])[] = [];
  const askedByAddress = new Set<string>();
  for (const { entry, folder } of placed) {
    const isProject = !entry.path.includes("node_modules/");
    const dependencies = npmDependencies(entry, {
      isProject,
      resolve: (name) => {
        const key = tree.resolve(folder, name);
        // A link may lead to nothing that has an entry.
        return key !== undefined && values.has(key) ? key : undefined;
      },
      entryAt: (key) => values.get(key),
    });
    for (const { specifier = "", to } of dependencies) {
      const [target] = to;
      if (target !== undefined && isAddress(specifier)) askedByAddress.add(target);
    }
    if (isProject) importers.push(toImporter(entry, dependencies, linkNames.get(entry.path)));
    else drafts.push([entry, dependencies]);
  }
  const packages = drafts.map(([entry, dependencies]) =>
    toPackage(entry, dependencies, askedByAddress.has(entry.path)),
  );
  return { version, importers, packages };
}

/** The folder of the lockfile has an empty path. */
function keyOf(path: string): string {
  return path === "" ? "." : path;
}

/** The name under which a package is installed. */
function folderName(path: string): string {
  return path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
}

function toImporter(
  { path, value, line }: NpmEntry,
  dependencies: readonly LockedDependency[],
  linkName: string | undefined,
): LockedImporter {
  const name = textOf(value, "name") ?? linkName;
  const version = textOf(value, "version");
  return {
    key: keyOf(path),
    path: keyOf(path),
    // The first version of the format has the folder in its place.
    ...present({ name, version: version?.startsWith("file:") ? undefined : version, line }),
    dependencies,
  };
}

function toPackage(
  { path, value, isLegacy, line }: NpmEntry,
  dependencies: readonly LockedDependency[],
  isAskedByAddress: boolean,
): DraftPackage {
  const folder = folderName(path);
  const stated = textOf(value, "version");
  const identity = isLegacy ? legacyIdentity(folder, stated) : undefined;
  const name = identity ? identity.name : (textOf(value, "name") ?? folder);
  const flag = (member: string): boolean => memberOf(value, member) === true;
  const address = textOf(value, "resolved") ?? identity?.address;
  const license = memberOf(value, "license");
  return {
    key: path,
    name,
    ...present({
      alias: folder === name ? undefined : folder,
      version: identity ? identity.version : stated,
      licenses: typeof license === "string" && license ? [license] : undefined,
      deprecated: textOf(value, "deprecated"),
      installScripts: flag("hasInstallScript") ? (true as const) : undefined,
      line,
    }),
    source: flag("link")
      ? { kind: "directory", path: address ?? "", linked: true }
      : npmSource({
          name,
          address,
          isBundled: flag(isLegacy ? "bundled" : "inBundle"),
          isAskedByAddress: isAskedByAddress || identity?.address !== undefined,
        }),
    artifacts: npmArtifacts(address, parseIntegrity(textOf(value, "integrity"))),
    dependencies,
    development: flag("dev"),
    optional: flag("optional") || flag("devOptional"),
    peer: flag("peer"),
  };
}

/** What the version says in the first version of the format: an alias and an address stand there too. */
function legacyIdentity(
  folder: string,
  stated: string | undefined,
): { readonly name: string; readonly version?: string; readonly address?: string } {
  if (stated === undefined) return { name: folder };
  if (stated.startsWith("npm:")) return splitSpec(stated.slice("npm:".length));
  if (!stated.includes(":")) return { name: folder, version: stated };
  const version = versionInAddress(stated, folder);
  return { name: folder, address: stated, ...present({ version }) };
}
