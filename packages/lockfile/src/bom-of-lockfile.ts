import {
  type Bom,
  type Dependency,
  type Package,
  type PackageId,
  type Subject,
  schemaVersion,
  type Tool,
} from "@coppice/types";
import manifest from "../package.json" with { type: "json" };
import type { LockedDependency } from "./locked-dependency.ts";
import type { LockedPackage } from "./locked-package.ts";
import type { LockedImporter, Lockfile } from "./lockfile.ts";
import { withoutCredentials } from "./without-credentials.ts";

/** Options of {@link bomOfLockfile}. */
export interface BomOfLockfileOptions {
  /** What the document is about; its digest may be that of the lockfile. */
  readonly subject: Subject;
  /** What the document says made it. Default: this package. */
  readonly tool?: Tool;
  /** Whether packages are in it that only development needs, as far as the lockfile shows that. Default: true. */
  readonly development?: boolean;
}

const thisTool: Tool = { name: manifest.name, version: manifest.version };

/**
 * A bill of materials of what a lockfile says: its importers and packages, none of them installed, and who requires whom.
 * A package that stands several times, such as npm's nested copies and pnpm's peer variants, has as many entries, told
 * apart by `#` and its key. Users, passwords and tokens in addresses are left out. Equal input gives equal output.
 *
 * @example
 * ```ts
 * import { bomOfLockfile, parseLockfile } from "@coppice/lockfile";
 *
 * const lockfile = parseLockfile(
 *   `{"name":"shop","version":"1.0.0","lockfileVersion":3,"packages":{
 *     "":{"name":"shop","version":"1.0.0","dependencies":{"ms":"^2.1.0"}},
 *     "node_modules/ms":{"version":"2.1.3"}}}`,
 *   { name: "package-lock.json" },
 * );
 * const bom = bomOfLockfile(lockfile, { subject: { name: "shop", digest: `sha256:${"0".repeat(64)}` } });
 * bom.packages.map(({ id }) => id); // => ["pkg:npm/ms@2.1.3", "pkg:npm/shop@1.0.0"]
 * bom.dependencies[0]?.requirement; // => "ms@^2.1.0"
 * bom.dependencies[0]?.satisfiedBy; // => ["pkg:npm/ms@2.1.3"]
 * ```
 */
export function bomOfLockfile(lockfile: Lockfile, options: BomOfLockfileOptions): Bom {
  const { subject, tool = thisTool, development = true } = options;
  const isWanted = (locked: LockedPackage): boolean => development || locked.development !== true;
  const nodes = [...lockfile.importers, ...lockfile.packages.filter(isWanted)];
  const ids = new Map<string, PackageId>();
  const taken = new Set<PackageId>();
  const packages = nodes.map((node, index): Package => {
    const { key, purl } = node;
    const ecosystem = "ecosystem" in node ? node.ecosystem : lockfile.ecosystem;
    const plainText = (text: string): string => withoutCredentials(text, ecosystem);
    const name = plainText(node.name ?? nameOf(node, subject));
    const version = node.version === undefined ? undefined : plainText(node.version);
    const plain = purl ?? `${ecosystem}:${name}${version === undefined ? "" : `@${version}`}`;
    let id = taken.has(plain) ? `${plain}#${plainText(key)}` : plain;
    // Keys may differ in their credentials only.
    while (taken.has(id)) id = `${id}#${index}`;
    ids.set(key, id);
    taken.add(id);
    return {
      id,
      ...(purl !== undefined && { purl }),
      ecosystem,
      name,
      ...(version !== undefined && { version }),
      presence: "declared",
      ...factsOf(node),
      foundBy: lockfile.format,
    };
  });
  // Arrays of keys are shared between the requirements of a name.
  const satisfied = new Map<readonly string[], readonly PackageId[]>();
  const satisfiers = (keys: readonly string[]): readonly PackageId[] => {
    const known = satisfied.get(keys) ?? keys.flatMap((key) => ids.get(key) ?? []);
    satisfied.set(keys, known);
    return known;
  };
  const dependencies = nodes.flatMap(({ key, dependencies: required }): Dependency[] =>
    required
      .filter(({ kind }) => development || kind !== "development")
      .map((dependency) => ({
        from: ids.get(key) ?? key,
        kind: dependency.kind,
        requirement: withoutCredentials(
          requirementOf(dependency, lockfile.ecosystem),
          lockfile.ecosystem,
        ),
        satisfiedBy: satisfiers(dependency.to),
        readFrom: lockfile.name,
      })),
  );
  return {
    kind: "bom",
    schemaVersion,
    subject,
    tool,
    packages: packages.sort((a, b) => compareText(a.id, b.id)),
    dependencies: dependencies.sort(
      (a, b) => compareText(a.from, b.from) || compareText(a.requirement, b.requirement),
    ),
    problems: lockfile.problems,
  };
}

/** A project without a name is called after its folder. */
function nameOf(node: LockedImporter | LockedPackage, subject: Subject): string {
  const path = "path" in node ? node.path : undefined;
  return path === undefined || path === "." ? subject.name : path.slice(path.lastIndexOf("/") + 1);
}

function factsOf(node: LockedImporter | LockedPackage): Pick<Package, "licenses" | "digests"> {
  if (!("artifacts" in node)) return {};
  const { licenses, artifacts } = node;
  const archives = artifacts.filter((artifact) => artifact.of === "archive");
  const [archive] = archives;
  // Of several archives any one may be installed.
  const digests = archives.length === 1 ? (archive?.digests ?? []) : [];
  return { ...(licenses && { licenses }), ...(digests.length > 0 && { digests }) };
}

/** A requirement as the ecosystem's tools write it. */
function requirementOf(
  { name, specifier = "", extras = [], marker }: LockedDependency,
  ecosystem: string,
): string {
  if (ecosystem === "npm") return specifier === "" ? name : `${name}@${specifier}`;
  if (ecosystem !== "pypi") return specifier === "" ? name : `${name} ${specifier}`;
  const added = extras.length > 0 ? `[${extras.join(",")}]` : "";
  return `${name}${added}${specifier}${marker === undefined ? "" : `; ${marker}`}`;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
