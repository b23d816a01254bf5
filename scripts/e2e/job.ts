import { mkdirSync, rmSync } from "node:fs";
import type { HardeningMode } from "@coppice/types";
import { failedCheck } from "./check.ts";
import { hardenImage } from "./harden-image.ts";
import { type PrepareOptions, prepareOriginal } from "./prepare-original.ts";
import type { Check, ImageReport, StateReport } from "./report.ts";
import type { Workload } from "./workload.ts";

const modes: readonly HardeningMode[] = ["closure", "executed", "files"];

/**
 * The main job on one image, in every mode. What cannot be done at all becomes a failed check, and the rest goes on;
 * `options.folder` is emptied first.
 */
export function runJob(workload: Workload, options: PrepareOptions): ImageReport {
  const { folder, say } = options;
  const { name: image } = workload.image;
  const states: StateReport[] = [];
  const checks: Check[] = [];
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  try {
    say(`${image}: taking inventory and evidence`);
    const original = prepareOriginal(workload, options);
    states.push(original.report);
    for (const mode of modes) {
      say(`${image}: hardening in mode ${mode}`);
      try {
        states.push(hardenImage(original, mode));
      } catch (error) {
        checks.push(failedCheck(`mode ${mode}`, error));
      }
    }
    rmSync(original.bundle.root, { recursive: true });
  } catch (error) {
    checks.push(failedCheck("preparation", error));
  }
  return { image, states, checks };
}
