import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Bundle } from "./bundle.ts";
import { places, runInNamespace } from "./namespace.ts";
import type { Score } from "./report.ts";
import type { Step } from "./step.ts";
import { renderWorkloadScript } from "./workload-script.ts";

/** Where steps are run. */
export interface RunStepsOptions {
  /** The image to run. */
  readonly bundle: Bundle;
  /** The TCP port on which it listens. */
  readonly port: number;
  /** The root that clients are run in; the image's own, where a trace sees them, by default. */
  readonly clientRoot?: string;
  /** Folder for what the steps leave; emptied first. */
  readonly results: string;
  /** Whether strace writes a log among the results. */
  readonly trace?: boolean;
}

/** Runs the steps one after the other in a fresh namespace and says how many passed. */
export function runSteps(steps: readonly Step[], options: RunStepsOptions): Score {
  const { bundle, clientRoot, port, results, trace = false } = options;
  const script = renderWorkloadScript(steps, {
    bundle,
    port,
    root: places.root,
    clientRoot: clientRoot === undefined ? places.root : places.client,
    results: places.results,
  });
  const roots = { root: bundle.root, clientRoot: clientRoot ?? bundle.root };
  runInNamespace(script, { ...roots, results, trace });

  const log = readIfThere(join(results, "server.log"));
  const failures = steps.flatMap((step, index) => {
    const status = readIfThere(join(results, `${index}.status`));
    const output = readIfThere(join(results, `${index}.out`));
    const passed = status === "0" && (step.kind !== "command" || meets(output, step.expect));
    if (passed) return [];
    if (status === "") return [`${step.name}: not reached`];
    return [`${step.name}: exit code ${status}: ${ending(step.kind === "command" ? output : log)}`];
  });
  return { passed: steps.length - failures.length, total: steps.length, failures };
}

function meets(output: string, expected: string | RegExp): boolean {
  return typeof expected === "string" ? output === expected : expected.test(output);
}

/** The end of a text on one line. */
function ending(text: string): string {
  return text.replaceAll(/\s+/g, " ").slice(-300);
}

function readIfThere(path: string): string {
  return existsSync(path) ? readFileSync(path, "utf8").trim() : "";
}
