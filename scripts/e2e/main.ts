// The main job on real images: builds them from Debian's packages, hardens them with the command line, and lets the
// same workloads and tools that are not ours judge the result. Debian 12, as root. Arguments: names of images, all by
// default; `--json FILE` writes what is printed, and more, as JSON.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { check } from "./check.ts";
import { chooseWorkloads } from "./choose-workloads.ts";
import { installRequirements } from "./install-requirements.ts";
import { runJob } from "./job.ts";
import { listChecks } from "./list-checks.ts";
import { allReferees } from "./referees/all-referees.ts";
import { findBlind } from "./referees/find-blind.ts";
import { renderFailures, renderHeldOut } from "./render-failures.ts";
import { renderTable } from "./render-table.ts";
import type { Report } from "./report.ts";
import { say } from "./say.ts";
import { workFolder } from "./work-folder.ts";

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { json: { type: "string" } },
});
const workloads = chooseWorkloads(positionals);
installRequirements(say);
const report: Report = {
  checks: [check("every referee sees what is wrong in a broken root", findBlind(allReferees))],
  images: workloads.map((workload) => {
    const folder = join(workFolder, "runs", workload.image.name);
    return runJob(workload, { folder, images: join(workFolder, "images"), say });
  }),
};

const checks = listChecks(report);
const failed = checks.filter(({ passed }) => !passed).length;
const passed = checks.length - failed;
process.stdout.write(`\n${renderTable(report.images)}\n`);
process.stdout.write(renderHeldOut(report) + renderFailures(report));
process.stdout.write(`${passed} passed, ${failed} failed\n`);
if (values.json !== undefined) {
  writeFileSync(values.json, `${JSON.stringify({ passed, failed, ...report }, undefined, 2)}\n`);
}
process.exitCode = failed === 0 ? 0 : 1;
