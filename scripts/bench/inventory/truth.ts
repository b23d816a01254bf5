import { readFileSync } from "node:fs";
import { join } from "node:path";
import { execute } from "../../e2e/execute.ts";

/** What the ecosystems' own tools say of a root file system: `name@version`, as a purl without type writes it. */
export interface Truth {
  /** Of every hidden lockfile of npm. */
  readonly npm: ReadonlySet<string>;
  /** What pip lists in each folder of distributions. */
  readonly pypi: ReadonlySet<string>;
  /** What Debian's packages bring for Node and Python: real, but not npm's or pip's. */
  readonly ofDebian: { readonly npm: ReadonlySet<string>; readonly pypi: ReadonlySet<string> };
}

/** Asks npm's records, pip and dpkg about the root file system at `root`. */
export function readTruth(root: string): Truth {
  const find = (...args: string[]): string[] =>
    execute("find", [root, ...args])
      .stdout.split("\n")
      .filter((line) => line !== "");
  const npm = find("-name", ".package-lock.json", "-path", "*/node_modules/.package-lock.json")
    .filter((path) => !path.startsWith(join(root, "usr/share/")))
    .flatMap(readLockfile);
  const folders = find(
    "-type",
    "d",
    "(",
    "-name",
    "site-packages",
    "-o",
    "-name",
    "dist-packages",
    ")",
  );
  const listed = (folder: string): string[] => {
    const list = ["-m", "pip", "list", "--format=json", "--disable-pip-version-check"];
    const found: unknown = JSON.parse(execute("python3", [...list, "--path", folder]).stdout);
    return records(found).map(({ name, version }) => `${normalize(String(name))}@${version}`);
  };
  const isDebian = (folder: string): boolean => folder.startsWith(join(root, "usr/lib/python3/"));
  const pypi = folders.filter((folder) => !isDebian(folder)).flatMap(listed);
  const manifests = ["usr/share/nodejs", "usr/lib/nodejs", "usr/lib/x86_64-linux-gnu/nodejs"]
    .map((path) => join(root, path))
    .flatMap((path) =>
      execute("find", [path, "-name", "package.json"], { accept: [0, 1] }).stdout.split("\n"),
    );
  const ofDebian = {
    npm: new Set(manifests.flatMap((path) => (path === "" ? [] : readManifest(path)))),
    pypi: new Set(folders.filter(isDebian).flatMap(listed)),
  };
  return { npm: new Set(npm), pypi: new Set(pypi), ofDebian };
}

/** One spelling of a Python name (PEP 503). */
export function normalize(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, "-");
}

function readLockfile(path: string): string[] {
  const { packages }: { packages?: unknown } = JSON.parse(readFileSync(path, "utf8"));
  return Object.entries(packages ?? {}).flatMap(([place, entry]) => {
    const { name, version, link } = entry as { name?: string; version?: string; link?: boolean };
    const folder = place.slice(place.lastIndexOf("node_modules/") + "node_modules/".length);
    return link || version === undefined ? [] : [`${name ?? folder}@${version}`];
  });
}

function readManifest(path: string): string[] {
  try {
    const { name, version } = JSON.parse(readFileSync(path, "utf8"));
    return name && version ? [`${name}@${version}`] : [];
  } catch {
    // Packages carry broken manifests for their own tests.
    return [];
  }
}

function records(value: unknown): readonly Record<string, unknown>[] {
  return Array.isArray(value) ? value : [];
}
