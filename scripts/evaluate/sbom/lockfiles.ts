import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isLockfileError, type Lockfile, parseLockfile } from "@coppice/lockfile";
import { arboristPlaces, lockfilePlaces } from "../../../packages/lockfile/test/arborist.ts";
import {
  compareGraphs,
  expectedGraph,
  graphOf,
  readFixture,
  recorded,
} from "../../../packages/lockfile/test/referee.ts";
import type { Row } from "../evaluation.ts";

/** Lockfiles that tools wrote, by format: how many are read, and how much of them agrees with what a tool says of them. */
export async function* lockfiles(corpus: string): AsyncIterable<Row> {
  const tallies = new Map<string, Tally>();
  for (const one of recorded) {
    const lockfile = attempt(readFixture(one.folder, one.file), one.file);
    const tally = tallyOf(tallies, lockfile?.format ?? one.folder, one.by);
    tally.files += 1;
    if (lockfile === undefined) continue;
    const expected = expectedGraph(one, lockfile);
    const { missing, extra } = compareGraphs(graphOf(lockfile), expected);
    const wrong = missing.length + (one.isPart ? 0 : extra.length);
    add(tally, lockfile, expected.packages.size + expected.edges.size, wrong);
  }
  for (const [name, text] of npmTexts(corpus)) {
    const lockfile = attempt(text, "package-lock.json");
    const version = lockfile?.version ?? name;
    const tally = tallyOf(tallies, `npm, version ${version}`, "Arborist");
    tally.files += 1;
    if (lockfile === undefined) continue;
    // The first version says neither what the root asks for nor the versions of folders.
    const isFirst = version === "1";
    const theirs = await arboristPlaces(text, !isFirst);
    const ours = lockfilePlaces(lockfile, !isFirst);
    const places = (rows: readonly string[]) =>
      rows.map((row) => (isFirst ? (row.split(" ")[0] ?? "") : row));
    const compared = compareGraphs(
      { packages: new Set(places(ours.packages)), edges: new Set(ours.edges) },
      { packages: new Set(places(theirs.packages)), edges: new Set(theirs.edges) },
    );
    const wrong = compared.missing.length + compared.extra.length;
    add(tally, lockfile, theirs.packages.length + theirs.edges.length, wrong);
  }
  for (const [name, tally] of [...tallies].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const { files, read, packages, edges, compared, wrong, by } = tally;
    yield {
      name,
      values: {
        files: `${read}/${files}`,
        packages,
        edges,
        referee: [...by].join(", "),
        agreement: `${compared - wrong}/${compared}`,
      },
      passed: read === files && compared > 0 && wrong === 0,
    };
  }
  yield repositoryRow();
}

/** The lockfile of this repository: every requirement but peers and optional packages is locked. */
function repositoryRow(): Row {
  const path = fileURLToPath(new URL("../../../pnpm-lock.yaml", import.meta.url));
  const lockfile = parseLockfile(readFileSync(path), { name: "pnpm-lock.yaml" });
  const required = [...lockfile.importers, ...lockfile.packages]
    .flatMap(({ dependencies }) => dependencies)
    .filter(({ kind }) => kind === "runtime" || kind === "development");
  const locked = required.filter(({ to }) => to.length === 1);
  return {
    name: "this repository's own",
    values: {
      files: "1/1",
      packages: lockfile.packages.length,
      edges: required.length,
      referee: "each requirement has one package",
      agreement: `${locked.length}/${required.length}`,
    },
    passed: lockfile.problems.length === 0 && locked.length === required.length,
  };
}

interface Tally {
  files: number;
  read: number;
  packages: number;
  edges: number;
  /** Packages and edges that a tool names. */
  compared: number;
  wrong: number;
  readonly by: Set<string>;
}

function tallyOf(tallies: Map<string, Tally>, name: string, by: string): Tally {
  const none = {
    files: 0,
    read: 0,
    packages: 0,
    edges: 0,
    compared: 0,
    wrong: 0,
    by: new Set<string>(),
  };
  const tally = tallies.get(name) ?? none;
  tally.by.add(by);
  tallies.set(name, tally);
  return tally;
}

function add(tally: Tally, lockfile: Lockfile, compared: number, wrong: number): void {
  const nodes = [...lockfile.importers, ...lockfile.packages];
  tally.read += 1;
  tally.packages += lockfile.packages.length;
  tally.edges += nodes.reduce((sum, { dependencies }) => sum + dependencies.length, 0);
  tally.compared += compared;
  tally.wrong += wrong;
}

function attempt(content: string | Uint8Array, name: string): Lockfile | undefined {
  try {
    return parseLockfile(content, { name });
  } catch (error) {
    if (isLockfileError(error)) return undefined;
    throw error;
  }
}

function* npmTexts(corpus: string): Generator<readonly [name: string, text: string]> {
  const decoder = new TextDecoder();
  for (const folder of ["npm-1", "npm-2", "npm-3"]) {
    yield [folder, decoder.decode(readFixture(folder, "package-lock.json"))];
  }
  const archive = join(corpus, "inventory/npm/app-npm/metadata.tar.xz");
  if (!existsSync(archive)) return;
  yield ["corpus", execFileSync("tar", ["-xJOf", archive, "./app/package-lock.json"]).toString()];
}
