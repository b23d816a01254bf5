// What Coppice makes of a recorded image: nginx on Debian 12 (bom.json.gz) and what it used while it answered requests
// (trace.strace.gz). `npm run demo` runs this; record.sh records both files again.
import { readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { planHardening } from "@coppice/harden";
import { createFileIndex } from "@coppice/image";
import { gradeEvidence, readStrace } from "@coppice/trace";
import { type BeforeAfter, type HardeningMode, parseDocument } from "@coppice/types";
import { main } from "coppice";

const folder = fileURLToPath(new URL(".", import.meta.url));
const out = join(folder, "out");
const bomFile = join(folder, "bom.json.gz");
const evidenceFile = join(out, "evidence.json");

const bom = parseDocument("bom", JSON.parse(gunzipSync(readFileSync(bomFile)).toString()));
const log = gunzipSync(readFileSync(join(folder, "trace.strace.gz")));
const files = createFileIndex(bom.files ?? []);
const clients = ["curl"];
const evidence = await gradeEvidence(readStrace([log], { files }), bom, { unit: "demo", clients });
await mkdir(out, { recursive: true });
await writeFile(evidenceFile, JSON.stringify(evidence));

say("An nginx image of Debian 12, traced while curl sent it requests.\n");
const modes: readonly HardeningMode[] = ["closure", "executed", "files"];
for (const mode of modes) {
  const plan = planHardening(bom, evidence, { mode });
  const { packages, bytes, usedPackages, clientPackages } = plan.summary;
  if (mode === "closure") {
    say(
      `It has ${packages.before} packages, ${megabytes(bytes.before)}. The server used ${usedPackages} of them;`,
    );
    say(`${clientPackages} more were only used by curl, and are not needed.\n`);
    say("  mode        packages   removed        size   removed");
  }
  const counts = [`${packages.after}`.padStart(9), share(packages).padStart(8)];
  const sizes = [megabytes(bytes.after).padStart(10), share(bytes).padStart(8)];
  say(`  ${[mode.padEnd(10), ...counts, ...sizes].join(" ")}`);
  await writeFile(join(out, `${mode}.plan.json`), JSON.stringify(plan));
}
say("\nclosure: what was used, and all it depends on. executed: only what was used.");
say("files: only needed files. The plan of the mode executed, as coppice plan prints it:\n");

const inputs = ["--bom", bomFile, "--evidence", evidenceFile];
process.exitCode = await main(["plan", ...inputs, "--mode", "executed"], process);
say(
  `\nThe plans are in ${relative(process.cwd(), out)}: each names every package and file, with its reasons.`,
);

function share({ before, after }: BeforeAfter): string {
  return `${Math.round((100 * (before - after)) / before)} %`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
