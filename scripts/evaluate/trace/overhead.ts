import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Recording, type RecordSource, record } from "@coppice/trace/node";
import type { Row } from "../evaluation.ts";
import { recordedRoot } from "./recorded-workload.ts";

/** Many small programs, and Python's start, which opens and looks for many files. */
const command = [
  "/bin/sh",
  "-c",
  "for i in 1 2 3 4 5 6 7 8; do python3 -c 'import json, sqlite3, requests'; ls -R /usr/share/doc | sort | tail -1; done",
];

const cases: readonly (readonly RecordSource[])[] = [
  ["strace"],
  ["bpftrace"],
  ["fanotify"],
  ["strace", "fanotify"],
];

const rounds = 5;

/**
 * How much longer the same workload takes when it is recorded: medians of wall and processor time of several rounds, each
 * of which runs it bare and with every recorder in turn, after one that is not counted and leaves the files in memory. The
 * times are those of the workload, without those of setting it up. bpftrace's own processor time is not in them.
 *
 * The workload never waits for anything, so that on a quiet machine it takes as long as its processor time. Where bare runs
 * take much longer, other work kept it waiting, and what recording adds to the wall time is not known.
 */
export async function* overhead(): AsyncIterable<Row> {
  const root = recordedRoot();
  const name = "time of a workload, recorded with";
  if (typeof root !== "string") {
    yield { name, values: { skipped: root.missing }, passed: true };
    return;
  }
  const bare: Recording[] = [];
  const recorded = new Map<readonly RecordSource[], Recording[] | string>();
  const first = await attempt(root, []);
  if (typeof first === "string") {
    yield { name, values: { skipped: first }, passed: true };
    return;
  }
  for (let round = 0; round < rounds; round++) {
    const alone = await attempt(root, []);
    if (typeof alone !== "string") bare.push(alone);
    for (const sources of cases) {
      const before = recorded.get(sources) ?? [];
      if (typeof before === "string") continue;
      const run = await attempt(root, sources);
      recorded.set(sources, typeof run === "string" ? run : [...before, run]);
    }
  }
  const alone = mediansOf(bare);
  const isQuiet = alone.seconds < 1.25 * alone.cpuSeconds;
  yield {
    name: "time of a workload, bare",
    values: {
      time: `${alone.seconds.toFixed(2)} s`,
      processor: `${alone.cpuSeconds.toFixed(2)} s`,
    },
    passed: bare.length === rounds && alone.cpuSeconds > 0,
  };
  for (const [sources, runs] of recorded) {
    const row = `${name} ${sources.join(" and ")}`;
    if (typeof runs === "string") {
      yield { name: row, values: { skipped: runs }, passed: true };
      continue;
    }
    const { cpuSeconds, seconds } = mediansOf(runs);
    yield {
      name: row,
      values: {
        time: isQuiet
          ? `${(seconds / alone.seconds).toFixed(2)}×`
          : "not known, since the machine was busy",
        processor: `${(cpuSeconds / alone.cpuSeconds).toFixed(2)}×`,
      },
      passed: runs.every(({ status }) => status === 0),
    };
  }
}

/** A run, or why there is none. */
async function attempt(
  root: string,
  sources: readonly RecordSource[],
): Promise<Recording | string> {
  const folder = mkdtempSync(join(tmpdir(), "coppice-overhead-"));
  try {
    return await record(root, { folder, sources, command });
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function mediansOf(runs: readonly Recording[]): Pick<Recording, "seconds" | "cpuSeconds"> {
  return {
    seconds: median(runs.map(({ seconds }) => seconds)),
    cpuSeconds: median(runs.map(({ cpuSeconds }) => cpuSeconds)),
  };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
}
