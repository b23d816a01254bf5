// Accuracy on a corpus: `npm run evaluate -- [NAME…] [--json FILE]`. The corpus is the folder that COPPICE_CORPUS names,
// by default ../shared/data beside this repository.
import { existsSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { printTable } from "../print-table.ts";
import type { Evaluation, Row } from "./evaluation.ts";
import { image } from "./image.ts";
import { inventory } from "./inventory.ts";
import { planner } from "./planner.ts";
import { sbom } from "./sbom.ts";
import { trace } from "./trace.ts";

const evaluations: readonly Evaluation[] = [image, inventory, sbom, trace, planner];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: "string" } },
});
const unknown = positionals.filter((name) => !evaluations.some((known) => known.name === name));
if (unknown.length > 0) {
  const names = evaluations.map(({ name }) => name).join(", ");
  process.stderr.write(`no evaluation is named ${unknown.join(", ")}; there are: ${names}\n`);
  process.exit(2);
}
const corpus = resolve(process.env["COPPICE_CORPUS"] ?? "../shared/data");
if (!existsSync(corpus)) {
  process.stdout.write(
    `No corpus at ${corpus}: nothing evaluated. Name one with COPPICE_CORPUS.\n`,
  );
  process.exit(0);
}

const results: Record<string, readonly Row[]> = {};
for (const evaluation of evaluations) {
  if (positionals.length > 0 && !positionals.includes(evaluation.name)) continue;
  process.stdout.write(`\n${evaluation.name}: ${evaluation.title}\n`);
  const rows: Row[] = [];
  for await (const row of evaluation.rows(corpus)) rows.push(row);
  results[evaluation.name] = rows;
  if (rows.length > 0) printTable(rows);
  else process.stdout.write("  the corpus has nothing for it\n");
}
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(results, null, 2)}\n`);
process.exitCode = Object.values(results)
  .flat()
  .every(({ passed }) => passed)
  ? 0
  : 1;
