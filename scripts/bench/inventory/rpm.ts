import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import type { Row } from "../../evaluate/evaluation.ts";

const program = fileURLToPath(new URL("read-rpm-database.mjs", import.meta.url));
const root = fileURLToPath(new URL("../../..", import.meta.url));
const processes = 7;
/** Of the median in one process, in CPU milliseconds. */
const budget = 50;

/**
 * CPU time to read rpm databases with the files, relations and digests of all packages: the first time in a process, median of
 * several processes, and the median of later times in one.
 */
export async function* rpmRows(corpus: string | undefined): AsyncIterable<Row> {
  if (corpus === undefined) return;
  for (const [path, limit] of [
    ["rpm/mariner2-129/rpmdb.sqlite", budget],
    ["rpm/sle15-bci-35/Packages.db", undefined],
    ["rpm/sle15-bci-35-bdb/Packages", undefined],
  ] as const) {
    const file = join(corpus, "inventory", path);
    if (!existsSync(file)) continue;
    const runs = Array.from({ length: processes }, () => run(file));
    const cold = median(runs.map((each) => each.cold));
    const warm = median(runs.map((each) => each.warm));
    const { packages = 0, files = 0 } = runs[0] ?? {};
    yield {
      name: path,
      values: {
        packages,
        files,
        "first, CPU ms": cold.toFixed(1),
        "later, CPU ms": warm.toFixed(1),
      },
      passed: limit === undefined || warm <= limit,
    };
  }
}

interface Run {
  readonly packages: number;
  readonly files: number;
  readonly cold: number;
  readonly warm: number;
}

function run(file: string): Run {
  const output = execFileSync(process.execPath, [program, file], { cwd: root, encoding: "utf8" });
  const [packages = 0, files = 0, cold = 0, warm = 0] = output.trim().split(" ").map(Number);
  return { packages, files, cold, warm };
}

function median(figures: readonly number[]): number {
  return figures.toSorted((a, b) => a - b)[figures.length >> 1] ?? 0;
}
