// What Coppice makes of a recorded image: nginx on Debian 12 (bom.json.gz) and what it used while it answered requests
// (trace.strace.gz). `npm run demo` runs this; record.sh records both files again.
import { readFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join, relative } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { type HardeningMode, type HardeningPlan, parseDocument } from "@coppice/types";
import { main } from "coppice";

const folder = fileURLToPath(new URL(".", import.meta.url));
const out = join(folder, "out");
const modes: readonly HardeningMode[] = ["closure", "executed", "files"];
const planFile = (mode: HardeningMode): string => join(out, `${mode}.plan.json`);

const bom = join(folder, "bom.json.gz");
const evidence = join(out, "evidence.json");
await mkdir(out, { recursive: true });
await coppice(
  "trace",
  join(folder, "trace.strace.gz"),
  "--bom",
  bom,
  "--client",
  "curl",
  "-o",
  evidence,
);
const reports = new Map<HardeningMode, string>();
for (const mode of modes) {
  const options = ["--bom", bom, "--evidence", evidence, "--mode", mode, "-o", planFile(mode)];
  reports.set(mode, await coppice("plan", ...options));
}

const { packages, bytes, usedPackages, clientPackages } = readPlan("closure").summary;
say(`nginx on Debian 12: ${packages.before} packages, ${megabytes(bytes.before)}.`);
say(
  `The server used ${usedPackages} of them while it was tested; ${clientPackages} more served only curl, which tested it.\n`,
);
say("  mode        packages   removed        size   removed");
for (const mode of modes) {
  const { packages, bytes } = readPlan(mode).summary;
  const share = ({ before, after }: { before: number; after: number }): string =>
    `${Math.round((100 * (before - after)) / before)} %`.padStart(8);
  const size = megabytes(bytes.after).padStart(10);
  say(
    `  ${mode.padEnd(10)} ${`${packages.after}`.padStart(9)} ${share(packages)}  ${size}  ${share(bytes)}`,
  );
}
say(
  "\nclosure: what was used, and all it depends on. executed: only what was used. files: only needed files.",
);
say("Here is the plan of the mode executed:\n");
say(reports.get("executed") ?? "");
say(
  `The plans are in ${relative(process.cwd(), out)}: each names every package and file, with its reasons.`,
);

/** Runs a command of the command line and gives what it prints. */
async function coppice(...argv: string[]): Promise<string> {
  let printed = "";
  const stdout = { write: (text: string) => (printed += text) };
  const exitCode = await main(argv, { stdin: process.stdin, stdout, stderr: process.stderr });
  if (exitCode !== 0) process.exit(exitCode);
  return printed;
}

function readPlan(mode: HardeningMode): HardeningPlan {
  return parseDocument("plan", JSON.parse(readFileSync(planFile(mode), "utf8")));
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
