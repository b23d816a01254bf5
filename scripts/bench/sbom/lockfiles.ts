import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bomOfLockfile, type Lockfile, parseLockfile } from "@coppice/lockfile";
import type { Row } from "../../evaluate/evaluation.ts";

interface ArboristClass {
  new (options: { path: string }): { loadVirtual(): Promise<{ inventory: { size: number } }> };
}

interface Yaml {
  parse(text: string): unknown;
}

const requireThere = createRequire(
  new URL("../../../packages/lockfile/package.json", import.meta.url),
);
const Arborist: ArboristClass = requireThere("@npmcli/arborist");
const yaml: Yaml = requireThere("yaml");

const large = 20_000;
/** What the slower peers are given too. */
const small = 5_000;

/** CPU seconds of reading lockfiles made here, beside what others take for them in the same run. */
export async function* lockfiles(_corpus: string | undefined): AsyncIterable<Row> {
  for (const [name, render, bar] of formats) {
    const text = render(large);
    const [took, lockfile] = await measure(() => parseLockfile(text, { name }), 5);
    const part = render(small);
    const [less] = await measure(() => parseLockfile(part, { name }), 5);
    yield {
      name: `${name}, ${large} packages`,
      values: {
        ...sizeOf(lockfile),
        "CPU s": took.toFixed(2),
        "times that of a quarter": (took / less).toFixed(1),
      },
      // A quadratic reader would take 16 times as long.
      passed: took <= bar && took / less < 8,
    };
  }
  const text = renderPackageLock(large);
  const [parsing] = await measure(() => JSON.parse(text), 5);
  yield {
    name: "JSON.parse of that package-lock.json",
    values: { "CPU s": parsing.toFixed(2) },
    passed: true,
  };
  const lockfile = parseLockfile(text, { name: "package-lock.json" });
  const subject = { name: "bench", digest: `sha256:${"0".repeat(64)}` };
  const [making] = await measure(() => bomOfLockfile(lockfile, { subject }), 5);
  yield {
    name: "bomOfLockfile of it",
    values: { "CPU s": making.toFixed(2) },
    passed: making <= 1,
  };
  yield* peerRows();
}

/** The same small lockfiles here and elsewhere. */
async function* peerRows(): AsyncIterable<Row> {
  const lock = renderPackageLock(small);
  const folder = mkdtempSync(join(tmpdir(), "coppice-bench-"));
  writeFileSync(join(folder, "package-lock.json"), lock);
  const [ours, lockfile] = await measure(
    () => parseLockfile(lock, { name: "package-lock.json" }),
    5,
  );
  const [theirs, tree] = await measure(() => new Arborist({ path: folder }).loadVirtual(), 1);
  rmSync(folder, { recursive: true });
  const peer = (name: string, own: number, other: number, passed: boolean): Row => ({
    name,
    values: {
      "CPU s": other.toFixed(2),
      "here, CPU s": own.toFixed(3),
      times: (other / own).toFixed(0),
    },
    passed,
  });
  const isSame = tree.inventory.size === lockfile.packages.length + 1;
  yield peer(`Arborist's loadVirtual, ${small} packages`, ours, theirs, isSame && theirs > ours);
  const pnpm = renderPnpmLock(small);
  const [own] = await measure(() => parseLockfile(pnpm, { name: "pnpm-lock.yaml" }), 5);
  const [library] = await measure(() => yaml.parse(pnpm), 1);
  yield peer(`yaml's parse alone, pnpm-lock.yaml, ${small} packages`, own, library, library > own);
}

function sizeOf({ packages }: Lockfile): Row["values"] {
  const edges = packages.reduce((sum, { dependencies }) => sum + dependencies.length, 0);
  return { packages: packages.length, edges };
}

/** The least CPU time of several runs, in seconds, and what the last one gave. */
async function measure<T>(task: () => T | Promise<T>, runs: number): Promise<readonly [number, T]> {
  let least = Number.POSITIVE_INFINITY;
  for (let run = 1; ; run++) {
    const before = process.cpuUsage();
    const result = await task();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1e6);
    if (run >= runs) return [least, result];
  }
}

/** Names of files, how they are made, and what reading the large one may take. */
const formats: readonly (readonly [
  name: string,
  render: (count: number) => string,
  bar: number,
])[] = [
  ["package-lock.json", renderPackageLock, 1],
  ["pnpm-lock.yaml", renderPnpmLock, 2],
  ["yarn.lock", renderYarnLock, 1],
  ["Cargo.lock", renderCargoLock, 2],
];

/** A package of a made lockfile. Every third is nested in another one, and requires one of a different version. */
interface Made {
  readonly name: string;
  readonly version: string;
  readonly requires: readonly number[];
}

/** Equal counts give equal packages. */
function make(count: number): readonly Made[] {
  return Array.from({ length: count }, (_, index) => ({
    name: index % 10 === 0 ? `@scope${index % 7}/package-${index}` : `package-${index}`,
    version: `${index % 9}.${index % 13}.${index % 31}`,
    requires: [1, 17, 301, 4242].map((step) => (index * 7 + step) % count).slice(0, index % 5),
  }));
}

const integrities = new Map<number, string>();

function integrityOf(index: number): string {
  const known = integrities.get(index);
  if (known !== undefined) return known;
  const made = `sha512-${createHash("sha512").update(String(index)).digest("base64")}`;
  integrities.set(index, made);
  return made;
}

function renderPackageLock(count: number): string {
  const made = make(count);
  const rootNames = made.slice(0, 50).map(({ name, version }) => [name, `^${version}`]);
  const packages: Record<string, unknown> = {
    "": { name: "bench", version: "1.0.0", dependencies: Object.fromEntries(rootNames) },
  };
  for (const [index, { name, version, requires }] of made.entries()) {
    const holder = index % 3 === 2 ? `node_modules/${made[index - 1]?.name}/` : "";
    packages[`${holder}node_modules/${name}`] = {
      version,
      resolved: `https://registry.npmjs.org/${name}/-/${name.split("/").at(-1)}-${version}.tgz`,
      integrity: integrityOf(index),
      license: "MIT",
      dependencies: Object.fromEntries(
        requires.map((other) => [made[other]?.name, `^${made[other]?.version}`]),
      ),
      engines: { node: ">=18" },
    };
  }
  const document = {
    name: "bench",
    version: "1.0.0",
    lockfileVersion: 3,
    requires: true,
    packages,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function renderPnpmLock(count: number): string {
  const made = make(count);
  const quote = (text: string): string => (text.startsWith("@") ? `'${text}'` : text);
  const direct = made
    .slice(0, 50)
    .map(
      ({ name, version }) =>
        `      ${quote(name)}:\n        specifier: ^${version}\n        version: ${version}\n`,
    );
  const packages = made.map(
    ({ name, version }, index) =>
      `  ${quote(`${name}@${version}`)}:\n    resolution: {integrity: ${integrityOf(index)}}\n    engines: {node: '>=18'}\n\n`,
  );
  const snapshots = made.map(({ name, version, requires }) => {
    const lines = requires.map(
      (other) => `      ${quote(made[other]?.name ?? "")}: ${made[other]?.version}\n`,
    );
    const body =
      lines.length === 0 ? " {}\n" : `\n    dependencies:\n${[...new Set(lines)].join("")}`;
    return `  ${quote(`${name}@${version}`)}:${body}\n`;
  });
  return [
    "lockfileVersion: '9.0'\n\nimporters:\n\n  .:\n    dependencies:\n",
    ...direct,
    "\npackages:\n\n",
    ...packages,
    "snapshots:\n\n",
    ...snapshots,
  ].join("");
}

function renderYarnLock(count: number): string {
  const made = make(count);
  const entries = made.map(({ name, version, requires }, index) => {
    const lines = requires.map(
      (other) => `    "${made[other]?.name}" "^${made[other]?.version}"\n`,
    );
    const file = `${name.split("/").at(-1)}-${version}.tgz`;
    return (
      `"${name}@^${version}":\n  version "${version}"\n` +
      `  resolved "https://registry.yarnpkg.com/${name}/-/${file}#${"0".repeat(40)}"\n` +
      `  integrity ${integrityOf(index)}\n${lines.length > 0 ? "  dependencies:\n" : ""}${lines.join("")}\n`
    );
  });
  return `# yarn lockfile v1\n\n\n${entries.join("")}`;
}

function renderCargoLock(count: number): string {
  const made = make(count).map((item) => ({ ...item, name: item.name.replace(/^.*\//, "") }));
  const entries = made.map(({ name, version, requires }, index) => {
    const lines = requires.map((other) => ` "${made[other]?.name}",\n`);
    const checksum = createHash("sha256").update(String(index)).digest("hex");
    return (
      `[[package]]\nname = "${name}"\nversion = "${version}"\n` +
      `source = "registry+https://github.com/rust-lang/crates.io-index"\nchecksum = "${checksum}"\n` +
      `${lines.length > 0 ? `dependencies = [\n${lines.join("")}]\n` : ""}\n`
    );
  });
  return `# This file is automatically @generated by Cargo.\nversion = 4\n\n${entries.join("")}`;
}
