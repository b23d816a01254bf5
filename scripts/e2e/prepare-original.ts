import { join } from "node:path";
import { buildImage } from "./build-image.ts";
import { type Bundle, unpackBundle } from "./bundle.ts";
import { check } from "./check.ts";
import { coppice } from "./coppice.ts";
import { type Examination, examineRoot } from "./examine-root.ts";
import { traceFile } from "./namespace.ts";
import { aptCheck } from "./referees/apt-check.ts";
import { dpkgAudit, dpkgVerify } from "./referees/dpkg.ts";
import type { StateReport } from "./report.ts";
import { runSteps } from "./run-steps.ts";
import type { Workload } from "./workload.ts";

/** An image before hardening, with all that its hardened states are made from and compared with. */
export interface Original {
  readonly workload: Workload;
  /** Path of its OCI layout. */
  readonly layout: string;
  readonly bundle: Bundle;
  /** What the referees said of it. */
  readonly examination: Examination;
  /** Path of the bill of materials. */
  readonly bom: string;
  /** Path of strace's log of the exercised part. */
  readonly trace: string;
  /** Path of the evidence in that log. */
  readonly evidence: string;
  /** Folder below which all of it is made. */
  readonly folder: string;
  readonly report: StateReport;
}

/** Where an image is prepared. */
export interface PrepareOptions {
  /** Folder for built images, kept from run to run. */
  readonly images: string;
  /** Empty folder for all else. */
  readonly folder: string;
  /** Told what takes long. */
  readonly say: (line: string) => void;
}

/**
 * Builds an image, traces the exercised part of its workload, and takes inventory and evidence with the command line.
 * The held-out part is run as well: what fails before hardening says nothing of it.
 */
export function prepareOriginal(workload: Workload, options: PrepareOptions): Original {
  const { folder, images, say } = options;
  const layout = buildImage(workload.image, images, say);
  const bundle = unpackBundle(layout, join(folder, "original"));
  const examination = examineRoot(bundle.root, { closed: true });

  const run = { bundle, port: workload.image.port };
  const traced = join(folder, "exercised");
  const trace = join(traced, traceFile);
  const exercised = runSteps(workload.exercised, { ...run, results: traced, trace: true });
  const heldOut = runSteps(workload.heldOut, { ...run, results: join(folder, "held-out") });

  const bom = join(folder, "bom.json.gz");
  const evidence = join(folder, "evidence.json.gz");
  const clients = workload.clients.flatMap((client) => ["--client", client]);
  coppice(["inventory", layout, "-o", bom]);
  coppice(["trace", trace, "--bom", bom, ...clients, "-o", evidence]);

  const report: StateReport = {
    state: "original",
    packages: examination.packages.length,
    removedShare: 0,
    bytes: examination.bytes,
    exercised,
    heldOut,
    faults: {},
    checks: [
      check("exercised part", exercised.failures),
      check("held-out part", heldOut.failures),
      ...[dpkgVerify, dpkgAudit, aptCheck].map(({ name }) =>
        check(name, examination.faults.get(name) ?? ["it did not judge"]),
      ),
    ],
  };
  return { workload, layout, bundle, examination, bom, trace, evidence, folder, report };
}
