import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { type HardeningMode, type HardeningPlan, parseDocument } from "@coppice/types";
import { unpackBundle } from "./bundle.ts";
import { check } from "./check.ts";
import { compareSbom } from "./compare-sbom.ts";
import { coppice } from "./coppice.ts";
import { examineRoot } from "./examine-root.ts";
import { execute } from "./execute.ts";
import type { Original } from "./prepare-original.ts";
import type { Check, StateReport } from "./report.ts";
import { runSteps } from "./run-steps.ts";
import { splitLines } from "./split-lines.ts";
import type { Workload } from "./workload.ts";

/**
 * Hardens an image in one mode with the command line, unpacks the result with umoci, and lets referees and workload
 * judge it.
 *
 * @throws An error when the command line refuses, or what it wrote cannot be unpacked.
 */
export function hardenImage(original: Original, mode: HardeningMode): StateReport {
  const { bom, bundle, evidence, layout, workload } = original;
  const folder = join(original.folder, mode);
  mkdirSync(folder);
  const [planFile, sbom] = [join(folder, "plan.json"), join(folder, "sbom.cdx.json")];
  const [hardened, again] = [join(folder, "image"), join(folder, "again")];

  // Exit code 1 says that a check failed; the report says which.
  const judged = [0, 1];
  coppice(["plan", "--bom", bom, "--evidence", evidence, "--mode", mode, "-o", planFile], judged);
  const made = ["--plan", planFile, "--bom", bom];
  coppice(["apply", layout, ...made, "-o", hardened, "--sbom", sbom]);
  coppice(["apply", layout, ...made, "-o", again]);
  const verified = coppice(["verify", hardened, ...made, "--evidence", evidence], judged);
  const plan = parseDocument("plan", JSON.parse(readFileSync(planFile, "utf8")));

  const result = unpackBundle(hardened, join(folder, "bundle"));
  const { bytes, faults, packages } = examineRoot(result.root, {
    closed: mode === "closure",
    before: original.examination,
  });
  const run = { bundle: result, port: workload.image.port, clientRoot: bundle.root };
  const exercised = runSteps(workload.exercised, { ...run, results: join(folder, "exercised") });
  const heldOut = runSteps(workload.heldOut, { ...run, results: join(folder, "held-out") });
  rmSync(join(folder, "bundle"), { recursive: true });

  const before = original.examination.packages.length;
  const removedShare = (before - packages.length) / before;
  const used = { workload: plan.summary.usedPackages, client: plan.summary.clientPackages };
  return {
    state: mode,
    packages: packages.length,
    removedShare,
    used,
    bytes,
    exercised,
    heldOut,
    faults: Object.fromEntries([...faults].map(([referee, found]) => [referee, found.length])),
    checks: [
      check("checks of the plan", failedChecks(plan)),
      check("same image twice", differences(hardened, again)),
      check("coppice verify", verified.status === 0 ? [] : [verified.stdout]),
      check("configuration as skopeo reads it", differentConfig(layout, hardened)),
      check("SBOM equals dpkg-query", compareSbom(readFileSync(sbom, "utf8"), packages)),
      ...[...faults].map(([referee, found]) => check(referee, found)),
      check("exercised part", exercised.failures),
      ...(mode === "executed" ? checkFigures(workload, removedShare, packages.length) : []),
    ],
  };
}

function failedChecks(plan: HardeningPlan): readonly string[] {
  return plan.checks
    .filter(({ status }) => status === "failed")
    .map(({ check: id, findings }) => `${id}: ${findings[0]?.message}`);
}

function differences(one: string, other: string): readonly string[] {
  const { stdout } = execute("diff", ["--recursive", "--brief", one, other], { accept: [0, 1] });
  return splitLines(stdout);
}

function differentConfig(before: string, after: string): readonly string[] {
  const found = inspectConfig(after);
  return isDeepStrictEqual(found, inspectConfig(before)) ? [] : [JSON.stringify(found)];
}

/** How an image wants to be run, as skopeo reads it. */
function inspectConfig(layout: string): unknown {
  const { stdout } = execute("skopeo", ["inspect", "--config", `oci:${layout}:latest`]);
  const { config }: { readonly config?: unknown } = JSON.parse(stdout);
  return config;
}

/** What mode `executed` must reach. */
function checkFigures(workload: Workload, share: number, needed: number): readonly Check[] {
  const [fewest, most] = workload.neededPackages ?? [0, Number.POSITIVE_INFINITY];
  const tooLittle = `${(share * 100).toFixed(1)} % removed, less than ${workload.removedShare * 100} %`;
  return [
    check("share of packages removed", share < workload.removedShare ? [tooLittle] : []),
    check(
      "packages needed",
      needed < fewest || needed > most ? [`${needed}, not ${fewest} to ${most}`] : [],
    ),
  ];
}
