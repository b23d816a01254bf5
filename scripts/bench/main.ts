// Speed beside the peers that npm carries: each lists what is in the same image, in one run on one machine. Coppice also
// says of every file whose it is, and digests it. `npm run bench -- [IMAGE.tar] [--runs N]`; without an image, as root on
// Debian, the nginx image of the live job is built.
import { execFileSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { buildImage } from "../e2e/build-image.ts";
import { installRequirements } from "../e2e/install-requirements.ts";
import { nginx } from "../e2e/workloads/nginx.ts";
import { measure, median } from "./measure.ts";
import { installPeers } from "./peers.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const cache = join(root, "node_modules/.cache/coppice-bench");
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: "string", default: "3" } },
});
const image = positionals[0] ?? archiveOfNginx();
const coppice = join(root, "packages/coppice/bin/coppice.js");
const programs = [
  {
    name: "coppice inventory",
    command: (path: string) => [process.execPath, coppice, "inventory", path, "--json"],
  },
  ...installPeers(join(cache, "peers")),
];

const figures = programs.map(({ name, command }) => {
  const runs = Array.from({ length: Number(values.runs) }, () => measure(command(image), cache));
  return { name, ...median(runs) };
});
const [ours] = figures;
process.stdout.write(`\nMedian of ${values.runs} runs, ${image}\n\n`);
line("", "seconds", "of ours", "CPU s", "MB");
for (const { name, seconds, cpuSeconds, megabytes } of figures) {
  const ratio = (seconds / (ours?.seconds ?? 1)).toFixed(2);
  line(name, seconds.toFixed(2), ratio, cpuSeconds.toFixed(2), megabytes.toFixed(0));
}

function line(name: string, ...cells: readonly string[]): void {
  process.stdout.write(`  ${name.padEnd(20)}${cells.map((cell) => cell.padStart(9)).join("")}\n`);
}

function archiveOfNginx(): string {
  const say = (text: string) => process.stderr.write(`${text}\n`);
  installRequirements(say);
  const layout = buildImage(nginx.image, join(cache, "images"), say);
  const archive = join(cache, "nginx.tar");
  if (existsSync(archive)) rmSync(archive);
  execFileSync("skopeo", ["copy", "-q", `oci:${layout}`, `docker-archive:${archive}:nginx:latest`]);
  return archive;
}
