import type { Recording, RuntimeHook } from "@coppice/trace/node";
import type { Bom, Evidence } from "@coppice/types";
import { evidenceReport } from "./evidence-report.ts";
import { count } from "./figures.ts";
import { printable } from "./printable.ts";
import { report, type Section, titled } from "./report.ts";

/** What is known of a run beside its evidence. */
export interface RecordedRun {
  readonly recording: Recording;
  /** The same without a recorder, where that was asked for. */
  readonly bare: readonly Recording[];
  /** Runtimes that were asked to say what they load. */
  readonly hooks: readonly RuntimeHook[];
}

/** How a run went and what recording it cost, and then what its evidence says. */
export function recordReport(
  { recording, bare, hooks }: RecordedRun,
  evidence: Evidence,
  bom: Bom,
): string {
  const { exerciseOutput, exercised, output } = recording;
  const sources = [...new Set(recording.logs.map(({ source }) => source))];
  const silent = hooks.filter((hook) => !sources.includes(`${hook}-hook`));
  return report([
    [
      `Recorded with ${sources.join(" and ")} for ${recording.seconds.toFixed(1)} seconds; ${endOf(recording)}.`,
      ...(bare.length > 0 ? overhead(recording, bare) : []),
      ...(silent.length > 0
        ? [
            `No process of ${silent.join(" or ")} took the hook: none ran, or it did not get its environment.`,
          ]
        : []),
    ],
    exercised === undefined || exercised === 0
      ? []
      : outputSection(`The exercise ended with exit code ${exercised}:`, exerciseOutput),
    hasFailed(recording) ? outputSection("The end of what the workload wrote:", output) : [],
    [evidenceReport(evidence, bom).trimEnd()],
  ]);
}

/** Whether the run says little: the workload ended by itself with a fault, or its exercise failed. */
export function hasFailed({ exercised = 0, status, stopped }: Recording): boolean {
  return exercised !== 0 || (!stopped && status !== 0);
}

function endOf({ status, stopped }: Recording): string {
  if (stopped) return `the workload was stopped (exit code ${status})`;
  return status === 0 ? "the workload ended" : `the workload ended with exit code ${status}`;
}

/** The better of several bare runs counts, since other work on the machine only makes them worse. */
function overhead(recording: Recording, bare: readonly Recording[]): readonly string[] {
  const seconds = Math.min(...bare.map((run) => run.seconds));
  const cpuSeconds = Math.min(...bare.map((run) => run.cpuSeconds));
  const outside = recording.logs.some(({ source }) => source === "bpftrace");
  return [
    `Without recording it took ${seconds.toFixed(1)} seconds, and ${cpuSeconds.toFixed(2)} seconds of processors.`,
    `Recording took ${times(recording.seconds, seconds, 0.1)} as long, and ` +
      `${times(recording.cpuSeconds, cpuSeconds, 0.01)} the processors' time${outside ? ", without that of bpftrace" : ""}.`,
    ...(recording.seconds < seconds
      ? ["Recording was not the faster: other work on this machine makes the times unsure."]
      : []),
  ];
}

/** How many times as much; of less than the clock's step nothing can be said. */
function times(recorded: number, alone: number, step: number): string {
  return alone < step ? "an unknown number of times" : `${(recorded / alone).toFixed(1)} times`;
}

const shownLines = 12;

function outputSection(title: string, output: string): Section {
  const lines = output.split("\n").filter((line) => line !== "");
  const hidden = Math.max(0, lines.length - shownLines);
  return titled(title, [
    ...(hidden > 0 ? [`  (${count(hidden, "line")} before)`] : []),
    ...lines.slice(hidden).map((line) => `  ${printable(line)}`),
  ]);
}
