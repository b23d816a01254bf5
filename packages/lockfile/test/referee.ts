import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  type LockedImporter,
  type LockedPackage,
  type Lockfile,
  parseLockfile,
} from "@coppice/lockfile";

const fixtures = fileURLToPath(new URL("fixtures/", import.meta.url));

/** A recorded lockfile with what its own package manager, or another tool of its ecosystem, says of it. */
export interface Recorded {
  readonly folder: string;
  readonly file: string;
  /** The tool that said it. */
  readonly by: string;
  /** Its list is that of one platform, so that the lockfile may have more. */
  readonly isPart?: true;
}

/** What was recorded: fixtures/README.md says how. */
export const recorded: readonly Recorded[] = [
  { folder: "pnpm-5.3", file: "pnpm-lock.yaml", by: "pnpm list" },
  { folder: "pnpm-5.4", file: "pnpm-lock.yaml", by: "pnpm list" },
  { folder: "pnpm-6.0", file: "pnpm-lock.yaml", by: "pnpm list" },
  { folder: "pnpm-9.0", file: "pnpm-lock.yaml", by: "pnpm list" },
  { folder: "yarn-classic", file: "yarn.lock", by: "installed tree" },
  { folder: "yarn-berry-6", file: "yarn.lock", by: "yarn info" },
  { folder: "yarn-berry-10", file: "yarn.lock", by: "yarn info" },
  { folder: "bun", file: "bun.lock", by: "installed tree", isPart: true },
  { folder: "uv", file: "uv.lock", by: "uv tree" },
  { folder: "pylock", file: "pylock.toml", by: "uv export", isPart: true },
  { folder: "poetry", file: "poetry.lock", by: "poetry show" },
  { folder: "pdm", file: "pdm.lock", by: "pdm export", isPart: true },
  { folder: "pipenv", file: "Pipfile.lock", by: "pipenv requirements" },
  { folder: "pip", file: "requirements.txt", by: "pip install --report" },
  { folder: "cargo-3", file: "Cargo.lock", by: "cargo metadata" },
  { folder: "cargo-4", file: "Cargo.lock", by: "cargo metadata" },
  { folder: "go", file: "go.mod", by: "go list -deps" },
  { folder: "composer", file: "composer.lock", by: "composer show" },
  { folder: "bundler", file: "Gemfile.lock", by: "Bundler::LockfileParser" },
];

/** Packages and edges as texts. */
export interface Graph {
  readonly packages: ReadonlySet<string>;
  readonly edges: ReadonlySet<string>;
}

/** A fixture's bytes. */
export function readFixture(folder: string, file: string): Uint8Array {
  return readFileSync(join(fixtures, folder, file));
}

/** What this package makes of a recorded lockfile. */
export function parseRecorded({ folder, file }: Recorded): Lockfile {
  return parseLockfile(readFixture(folder, file), { name: file });
}

/** What the tool said; edges only where it says them. */
export function expectedGraph({ folder }: Recorded, lockfile: Lockfile): Graph {
  // Some lockfiles keep no version of what lies in a folder; the tool knows it.
  const open = new Set(lockfile.packages.filter(({ version }) => !version).map(({ name }) => name));
  const spell = (id: string): string => {
    const at = id.lastIndexOf("@");
    return at > 0 && open.has(id.slice(0, at)) && lockfile.format === "bun"
      ? `${id.slice(0, at)}@`
      : id;
  };
  const rows = readFileSync(join(fixtures, folder, "expected.tsv"), "utf8")
    .trim()
    .split("\n");
  const cells = rows.map((row) => row.split("\t").map(spell));
  return {
    packages: new Set(
      cells.filter(([kind]) => kind === "package").map(([, id = ""]) => python(lockfile, id)),
    ),
    edges: new Set(
      cells.filter(([kind]) => kind === "edge").map(([, from, to]) => `${from} > ${to}`),
    ),
  };
}

/** The packages and edges of a lockfile, spelt as the tool does. */
export function graphOf(lockfile: Lockfile): Graph {
  const ids = new Map<string, string>();
  for (const node of [...lockfile.importers, ...lockfile.packages])
    ids.set(node.key, idOf(lockfile, node));
  const edges = [...lockfile.importers, ...lockfile.packages].flatMap(({ key, dependencies }) =>
    dependencies.flatMap(({ name, to }) =>
      lockfile.format === "composer"
        ? [`${key} > ${name}`]
        : to.map((target) => `${ids.get(key)} > ${ids.get(target)}`),
    ),
  );
  const isProject = ["uv", "cargo", "yarn-berry"].includes(lockfile.format);
  const nodes = isProject ? [...lockfile.importers, ...lockfile.packages] : lockfile.packages;
  return { packages: new Set(nodes.map(({ key }) => ids.get(key) ?? "")), edges: new Set(edges) };
}

function idOf(lockfile: Lockfile, node: LockedImporter | LockedPackage): string {
  const { name = "", version } = node;
  const source = "source" in node ? node.source : undefined;
  switch (lockfile.format) {
    case "pnpm":
      if (source === undefined) return node.key;
      if (source.kind !== "directory") return `${name}@${version}`;
      return `${name}@${source.linked ? "link" : (version ?? "file")}`;
    case "npm":
    case "bun":
    case "yarn-classic":
      return source === undefined
        ? "path" in node
          ? (node.path ?? "")
          : ""
        : `${name}@${version ?? ""}`;
    case "yarn-berry":
    case "uv":
      return node.key;
    case "go-mod":
      return source?.kind === "directory" ? `${source.path} local` : `${name} ${version}`;
    case "cargo":
    case "composer":
    case "bundler":
      return version === undefined ? "." : `${name} ${version}`;
    default:
      return python(lockfile, `${name}==${version}`);
  }
}

/** Python's tools spell a name in several ways. */
function python({ ecosystem }: Lockfile, id: string): string {
  return ecosystem === "pypi"
    ? id.replace(/^[^=]+/, (name) => name.replace(/[-_.]+/g, "-").toLowerCase())
    : id;
}

/** What one has and the other has not. */
export function compareGraphs(
  found: Graph,
  expected: Graph,
): { readonly missing: readonly string[]; readonly extra: readonly string[] } {
  const lacks = (a: ReadonlySet<string>, b: ReadonlySet<string>) =>
    [...a].filter((id) => !b.has(id));
  return {
    missing: [
      ...lacks(expected.packages, found.packages),
      ...lacks(expected.edges, found.edges),
    ].sort(),
    extra: [
      ...lacks(found.packages, expected.packages),
      ...(expected.edges.size === 0 ? [] : lacks(found.edges, expected.edges)),
    ].sort(),
  };
}
