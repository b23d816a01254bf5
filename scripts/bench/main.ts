// Speed beside what others offer for the same: `npm run bench -- [NAME…] [--json FILE]`. Every figure is taken in one run on
// one machine; quote ratios. Rows that need the corpus (COPPICE_CORPUS) say so where there is none.
import { existsSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import type { Row } from "../evaluate/evaluation.ts";
import { printTable } from "../print-table.ts";
import type { Benchmark } from "./benchmark.ts";
import { functions } from "./functions.ts";
import { inventory } from "./inventory.ts";
import { sbom } from "./sbom.ts";
import { trace } from "./trace.ts";

const benchmarks: readonly Benchmark[] = [functions, inventory, sbom, trace];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: "string" } },
});
const unknown = positionals.filter((name) => !benchmarks.some((known) => known.name === name));
if (unknown.length > 0) {
  const names = benchmarks.map(({ name }) => name).join(", ");
  process.stderr.write(`no benchmark is named ${unknown.join(", ")}; there are: ${names}\n`);
  process.exit(2);
}
const folder = resolve(process.env["COPPICE_CORPUS"] ?? "../shared/data");
const corpus = existsSync(folder) ? folder : undefined;
const results: Record<string, readonly Row[]> = {};
for (const benchmark of benchmarks) {
  if (positionals.length > 0 && !positionals.includes(benchmark.name)) continue;
  process.stdout.write(`\n${benchmark.name}: ${benchmark.title}\n`);
  const rows: Row[] = [];
  for await (const row of benchmark.rows(corpus)) rows.push(row);
  results[benchmark.name] = rows;
  printTable(rows);
}
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(results, null, 2)}\n`);
