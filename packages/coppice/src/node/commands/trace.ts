import { createHash } from "node:crypto";
import { createFileIndex } from "@coppice/image";
import { gradeEvidence, mergeEvidence, readStrace } from "@coppice/trace";
import type { Bom, Evidence, Problem } from "@coppice/types";
import type { Command } from "commander";
import { CommandError } from "../command-error.ts";
import { deliver } from "../deliver.ts";
import type { Io } from "../io.ts";
import { addNotes, addOutputOptions, collect, type OutputOptions } from "../options.ts";
import { readDocument } from "../read-document.ts";
import { evidenceReport } from "../reports/evidence-report.ts";
import { showProgress } from "../show-progress.ts";
import { type Log, withLog } from "../with-log.ts";

interface TraceOptions extends OutputOptions {
  readonly bom: string;
  readonly client?: readonly string[];
  readonly imageRoot?: string;
  readonly unit?: string;
}

/** `coppice trace LOG`: what was used, and how strongly. */
export function traceCommand(command: Command, io: Io): void {
  command
    .summary("say which files and packages a recorded run used")
    .description(
      "Reads logs of strace and says which files and packages of an image were used, and how strongly.",
    )
    .argument("<log...>", "log of strace -f, may be gzip'ed; - for standard input")
    .requiredOption("--bom <file>", "bill of materials of the image that ran")
    .option(
      "--client <program>",
      "path or name of a program that only exercised the image; repeatable",
      collect,
    )
    .option("--image-root <folder>", "where the log shows the image's root; found out by itself")
    .option("--unit <id>", "name of the run; by default made from the log's content")
    .action(async (logs: readonly string[], options: TraceOptions) => {
      if (options.unit !== undefined && logs.length > 1) {
        throw new CommandError("USAGE", "--unit names one run; give one log, or leave it out");
      }
      const bom = await readDocument("bom", options.bom);
      const runs: Evidence[] = [];
      for (const path of logs) {
        showProgress(io, `Reading ${path} …`);
        runs.push(await withLog(path, io, (log) => gradeLog(path, log, bom, options, io)));
      }
      const evidence = runs.reduce((merged, run) => mergeEvidence(merged, run));
      await deliver(io, options, evidence, () => evidenceReport(evidence, bom));
    });
  addOutputOptions(command, "evidence");
  addNotes(command, [
    "trace run.strace --bom bom.json",
    "trace monday.strace.gz tuesday.strace.gz --bom bom.json.gz -o evidence.json.gz",
    "trace run.strace --bom bom.json --client curl --json",
  ]);
}

async function gradeLog(
  path: string,
  log: Log,
  bom: Bom,
  options: TraceOptions,
  { signal }: Io,
): Promise<Evidence> {
  const { client: clients = [], imageRoot, unit = await contentId(log, signal) } = options;
  const files = createFileIndex(bom.files ?? []);
  const problems: Problem[] = [];
  const batches = readStrace(log(), {
    files,
    path,
    onProblem: (problem) => problems.push(problem),
    ...(imageRoot && { imageRoot }),
    ...(signal && { signal }),
  });
  return gradeEvidence(batches, bom, { unit, source: "strace", clients, problems });
}

/** The same log gives the same id, packed or not, so that reading it twice counts it once. */
async function contentId(log: Log, signal: Io["signal"]): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of log()) {
    signal?.throwIfAborted();
    hash.update(chunk);
  }
  return hash.digest("hex").slice(0, 16);
}
