// Records an image and its exercised workload: `node --import tsx -C @coppice/source scripts/e2e/record.ts IMAGE FOLDER` writes the bill of
// materials (bom.json.gz) and strace's log (trace.strace.gz) to FOLDER. Debian 12, as root.
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import process from "node:process";
import { gzipSync } from "node:zlib";
import { chooseWorkloads } from "./choose-workloads.ts";
import { installRequirements } from "./install-requirements.ts";
import { prepareOriginal } from "./prepare-original.ts";
import { say } from "./say.ts";
import { workFolder } from "./work-folder.ts";

const [name, target] = process.argv.slice(2);
if (name === undefined || target === undefined) {
  throw new Error("name an image and a folder: record.ts nginx examples/nginx");
}
installRequirements(say);
for (const workload of chooseWorkloads([name])) {
  const folder = join(workFolder, "recordings", name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const images = join(workFolder, "images");
  const { bom, report, trace } = prepareOriginal(workload, { folder, images, say });
  const { failures } = report.exercised;
  if (failures.length > 0) throw new Error(`the workload failed:\n${failures.join("\n")}`);
  copyFileSync(bom, resolve(target, "bom.json.gz"));
  writeFileSync(resolve(target, "trace.strace.gz"), gzipSync(readFileSync(trace), { level: 9 }));
  rmSync(folder, { recursive: true });
}
