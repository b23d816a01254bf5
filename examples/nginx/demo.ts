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
import { gradeEvidence, strace } from "@coppice/trace";
import { type BeforeAfter, type HardeningMode, parseDocument } from "@coppice/types";
import { planReport } from "coppice";

const folder = fileURLToPath(new URL(".", import.meta.url));
const out = join(folder, "out");

const bom = parseDocument("bom", JSON.parse(gunzip("bom.json.gz").toString()));
const files = createFileIndex(bom.files ?? []);
const events = strace.read([gunzip("trace.strace.gz")], { files });
const evidence = await gradeEvidence(events, bom, {
  unit: "demo",
  source: strace,
  clients: ["curl"],
});
await mkdir(out, { recursive: true });
await writeFile(join(out, "evidence.json"), JSON.stringify(evidence));

const modes: readonly HardeningMode[] = ["closure", "executed", "files"];
const plans = modes.map((mode) => planHardening(bom, evidence, { mode }));

say("An nginx image of Debian 12, traced while curl sent it requests.\n");
for (const { policy, summary } of plans) {
  const { packages, bytes, usedPackages, clientPackages } = summary;
  if (policy.mode === "closure") {
    const has = `${packages.before} packages, ${megabytes(bytes.before)}`;
    say(`It has ${has}. The server used ${usedPackages} of them;`);
    say(`${clientPackages} more were only used by curl, and are not needed.\n`);
    say("  mode        packages   removed        size   removed");
  }
  const counts = [`${packages.after}`.padStart(9), share(packages).padStart(8)];
  const sizes = [megabytes(bytes.after).padStart(10), share(bytes).padStart(8)];
  say(`  ${[policy.mode.padEnd(10), ...counts, ...sizes].join(" ")}`);
}
say("\nclosure: what was used, and all it depends on. executed: only what was used.");
say("files: only needed files. The plan of the mode executed, as coppice plan prints it:\n");

for (const plan of plans) {
  const { mode } = plan.policy;
  await writeFile(join(out, `${mode}.plan.json`), JSON.stringify(plan));
  if (mode === "executed") say(planReport(plan));
}
const place = relative(process.cwd(), out);
say(`The plans are in ${place}: each names every package and file, with its reasons.`);

function gunzip(name: string): Buffer {
  return gunzipSync(readFileSync(join(folder, name)));
}

function share({ before, after }: BeforeAfter): string {
  return `${Math.round((100 * (before - after)) / before)} %`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
