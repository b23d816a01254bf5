import { createHash } from "node:crypto";
import { createFileIndex } from "@coppice/image";
import {
  gradeEvidence,
  type LogFormat,
  logFormats,
  mergeEvidence,
  mergeStraceLogs,
  openLog,
} from "@coppice/trace";
import type { Bom, Evidence, Problem, Stratum } from "@coppice/types";
import { type Command, InvalidArgumentError, Option } from "commander";
import { CommandError } from "../command-error.ts";
import { deliver } from "../deliver.ts";
import type { Io } from "../io.ts";
import { addNotes, addOutputOptions, collect, type OutputOptions, readCount } from "../options.ts";
import { readDocument } from "../read-document.ts";
import { evidenceReport } from "../reports/evidence-report.ts";
import { showProgress } from "../show-progress.ts";
import { type Log, withLog, withLogs } from "../with-log.ts";

interface TraceOptions extends OutputOptions {
  readonly bom: string;
  readonly client?: readonly string[];
  readonly container?: string;
  readonly format?: string;
  readonly imageRoot?: string;
  readonly perProcess?: boolean;
  readonly startup?: number | "listen";
  readonly stratum?: Stratum;
  readonly unit?: string;
  readonly window?: number;
}

type LogPaths = readonly [string, ...string[]];

const strata: readonly Stratum[] = ["startup", "traffic", "maintenance", "shutdown"];

/** `coppice trace LOG`: what was used, and how strongly. */
export function traceCommand(command: Command, io: Io): void {
  command
    .summary("say which files and packages a recorded run used")
    .description(
      `Reads logs of what ran and says which files and packages of an image were used, how strongly, and what cannot be said.

Formats: ${logFormats.map(({ name }) => name).join(", ")}.`,
    )
    .argument("<log...>", "log of any of the formats, may be gzip'ed; - for standard input")
    .requiredOption("--bom <file>", "bill of materials of the image that ran")
    .addOption(
      new Option("--format <name>", "format of the logs; found out by itself").choices(
        logFormats.map(({ name }) => name),
      ),
    )
    .option("--container <id>", "id or name of the container whose events count")
    .option(
      "--client <program>",
      "path or name of a program that only exercised the image; repeatable",
      collect,
    )
    .option("--image-root <folder>", "where the log shows the image's root; found out by itself")
    .addOption(
      new Option("--stratum <part>", "what the image was doing, after its start").choices(strata),
    )
    .option(
      "--startup <seconds>",
      'make the start a run of its own: its length, or "listen" for up to the first listening socket',
      readStartup,
    )
    .option("--window <seconds>", "cut the log into runs of this length", readCount)
    .option("--unit <id>", "name of the run; by default made from the log's content")
    .option("--per-process", "the logs are those of one strace -ff, NAME.PID each")
    .action(async (logs: LogPaths, options: TraceOptions) => {
      if (options.unit !== undefined && logs.length > 1 && !options.perProcess) {
        throw new CommandError("USAGE", "--unit names one run; give one log, or leave it out");
      }
      const bom = await readDocument("bom", options.bom);
      const [first, ...rest] = await gradeLogs(logs, bom, options, io);
      const evidence = mergeEvidence(first, ...rest);
      await deliver(io, options, evidence, () => evidenceReport(evidence, bom));
    });
  addOutputOptions(command, "evidence");
  addNotes(command, [
    "trace run.strace --bom bom.json",
    "trace monday.strace.gz tuesday.log.gz --bom bom.json.gz -o evidence.json.gz",
    "trace tetragon.json --bom bom.json --container 3f2a --window 600 --json",
    "trace run.strace.* --per-process --bom bom.json --client curl",
  ]);
}

async function gradeLogs(
  [first, ...others]: LogPaths,
  bom: Bom,
  options: TraceOptions,
  io: Io,
): Promise<readonly [Evidence, ...Evidence[]]> {
  if (options.perProcess) return [await gradeProcesses([first, ...others], bom, options, io)];
  const grade = (path: string): Promise<Evidence> => {
    showProgress(io, `Reading ${path} …`);
    return withLog(path, io, (log) => gradeLog(path, log, bom, options, io));
  };
  const runs: [Evidence, ...Evidence[]] = [await grade(first)];
  for (const path of others) runs.push(await grade(path));
  return runs;
}

/** Grades the logs of `strace -ff` as the one log that they are parts of. */
function gradeProcesses(
  paths: LogPaths,
  bom: Bom,
  options: TraceOptions,
  io: Io,
): Promise<Evidence> {
  showProgress(io, `Reading ${paths.length} logs …`);
  const pids = paths.map(processOf);
  return withLogs(paths, io, (logs) => {
    const parts = logs.map((open, at) => ({ pid: pids[at] ?? 0, open }));
    const whole: Log = () => mergeStraceLogs(parts);
    return gradeLog(paths[0], whole, bom, { ...options, format: "strace" }, io);
  });
}

async function gradeLog(
  path: string,
  log: Log,
  bom: Bom,
  options: TraceOptions,
  { signal }: Io,
): Promise<Evidence> {
  const { client: clients = [], container, imageRoot, startup, stratum, window } = options;
  const { unit = await contentId(log, signal) } = options;
  const problems: Problem[] = [];
  const { format, events } = await openLog(log(), {
    formats: formatsNamed(options.format),
    files: createFileIndex(bom.files ?? []),
    path,
    onProblem: (problem) => problems.push(problem),
    ...(container !== undefined && { container }),
    ...(imageRoot !== undefined && { imageRoot }),
    ...(signal && { signal }),
  });
  return gradeEvidence(events, bom, {
    unit,
    source: format,
    clients,
    problems,
    ...(startup !== undefined && { startup }),
    ...(stratum !== undefined && { stratum }),
    ...(window !== undefined && { windowSeconds: window }),
  });
}

function formatsNamed(name: string | undefined): readonly LogFormat[] {
  return name === undefined ? logFormats : logFormats.filter((format) => format.name === name);
}

/** The process of a log of `strace -ff`, by its name. */
function processOf(path: string): number {
  const pid = Number(/\.(\d{1,10})(?:\.gz)?$/.exec(path)?.[1]);
  if (pid > 0) return pid;
  throw new CommandError(
    "USAGE",
    `${path} has no process in its name; give the files NAME.PID that strace -ff -o NAME wrote`,
  );
}

function readStartup(value: string): number | "listen" {
  if (value === "listen") return value;
  const seconds = Number(value);
  if (Number.isFinite(seconds) && seconds > 0) return seconds;
  throw new InvalidArgumentError('It is a number of seconds, or "listen".');
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
