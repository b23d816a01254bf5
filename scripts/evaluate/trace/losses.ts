import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createFileIndex } from "@coppice/image";
import {
  auditd,
  gradeEvidence,
  judgeUse,
  type LogFormat,
  type ReadLogOptions,
  strace,
} from "@coppice/trace";
import type { Bom, BomFile, Evidence, Package, Problem, RuntimeEvent } from "@coppice/types";
import type { Row } from "../evaluation.ts";
import { recordPythonRun } from "./recorded-python.ts";

const rounds = 200;

/** A log in pieces of which some can be taken away so that the format shows it. */
interface Pieces {
  readonly name: string;
  readonly format: LogFormat;
  readonly pieces: readonly string[];
  /** Indices of the pieces that are taken away. */
  readonly removable: readonly number[];
}

/**
 * Whether a loss is ever taken for no use: pieces of logs are taken away at random, and no package that the whole log shows
 * to be used may then be said to be unused. What the whole log lacks itself is not counted, so that it is no excuse.
 */
export async function* losses(corpus: string): AsyncIterable<Row> {
  const folder = join(corpus, "trace");
  const audit = join(folder, "auditd/recorded-enriched.log");
  if (existsSync(audit)) yield await removeAtRandom(auditPieces(readFileSync(audit, "utf8")));
  const log = join(folder, "strace-recorded/f_y.strace");
  if (existsSync(log)) yield await removeAtRandom(stracePieces(readFileSync(log, "latin1")));
  yield* filteredLogs();
}

/** Logs that are as if recorded without some calls or paths, of which they say nothing: what is used may be missing. */
const filters: readonly (readonly [name: string, keeps: (line: string) => boolean])[] = [
  ["execve and openat alone", (line) => basic.test(line)],
  ["execve alone", (line) => basic.test(line) && !line.includes("openat(")],
  ["no execve", (line) => !line.includes("execve(") || line.includes("chroot")],
  ["opens below /etc alone", (line) => basic.test(line) && (!opens.test(line) || etc.test(line))],
  ["opens of no library", (line) => basic.test(line) && !/\.so[.0-9]*"/.test(line)],
];
const basic = /(?:execve|chroot|chdir|openat)\(|\+\+\+/;
const opens = /openat\(/;
const etc = /"\/etc\//;

async function* filteredLogs(): AsyncIterable<Row> {
  const run = await recordPythonRun();
  if ("missing" in run) {
    yield { name: "losses: filters", values: { skipped: run.missing }, passed: true };
    return;
  }
  const { root, bom, truth } = run;
  const files = createFileIndex(bom.files ?? []);
  for (const [name, keeps] of filters) {
    const log = run.log
      .split(/(?<=\n)/)
      .filter(keeps)
      .join("");
    const { events, problems } = await readEvents(strace, log, { imageRoot: root, files });
    const evidence = await gradeEvidence([events], bom, { unit: "run", source: strace, problems });
    const judged = new Map(judgeUse(evidence, bom).map(({ id, verdict }) => [id, verdict]));
    const unused = bom.packages.filter(({ id, ecosystem }) => {
      return ecosystem === "deb" && ["unused", "metadata-only"].includes(judged.get(id) ?? "");
    });
    const mistakes = unused.filter((item) => truth.has(item.name)).length;
    yield {
      name: `losses: recorded with ${name}`,
      values: { used: truth.size, "unused by mistake": mistakes, unused: unused.length },
      passed: mistakes === 0,
    };
  }
}

async function removeAtRandom({ name, format, pieces, removable }: Pieces): Promise<Row> {
  const random = createRandom(1);
  const whole = await readEvents(format, pieces.join(""));
  const bom = bomOf(whole.events);
  const before = await gradeEvidence([whole.events], bom, {
    ...{ unit: "run", source: format, problems: whole.problems },
  });
  const used = new Set(verdicts(before, bom, before).used);
  let shown = 0;
  let mistakes = 0;
  let unused = 0;
  for (let round = 0; round < rounds; round++) {
    const gone = new Set(
      Array.from({ length: 1 + Math.floor(random() * 20) }, () => {
        return removable[Math.floor(random() * removable.length)] ?? -1;
      }),
    );
    const rest = pieces.filter((_, at) => !gone.has(at)).join("");
    const { events, problems } = await readEvents(format, rest);
    const after = await gradeEvidence([events], bom, {
      ...{ unit: "run", source: format, problems },
    });
    const found = verdicts(after, bom, before);
    if (found.lossy) shown++;
    unused += found.unused.length;
    mistakes += found.unused.filter((id) => used.has(id)).length;
  }
  return {
    name: `losses: ${name}`,
    values: { rounds, "show it": shown, used: used.size, "unused by mistake": mistakes, unused },
    passed: mistakes === 0 && used.size > 0,
  };
}

async function readEvents(
  format: LogFormat,
  log: string,
  more: ReadLogOptions = { imageRoot: "/" },
): Promise<{ readonly events: readonly RuntimeEvent[]; readonly problems: readonly Problem[] }> {
  const problems: Problem[] = [];
  const events: RuntimeEvent[] = [];
  const onProblem = (problem: Problem): void => void problems.push(problem);
  const options = { ...more, onProblem };
  for await (const batch of format.read([Buffer.from(log, "latin1")], options))
    events.push(...batch);
  return { events, problems };
}

/** Verdicts by what is lost beyond what was lost before. */
function verdicts(
  evidence: Evidence,
  bom: Bom,
  before: Evidence,
): {
  readonly used: readonly string[];
  readonly unused: readonly string[];
  readonly lossy: boolean;
} {
  const [was] = before.units;
  const units = evidence.units.map((unit) => ({
    ...unit,
    losses: unit.losses.filter(({ code, count }) => {
      return count > (was?.losses.find((loss) => loss.code === code)?.count ?? 0);
    }),
    unreadable: Math.max(0, unit.unreadable - (was?.unreadable ?? 0)),
  }));
  const judged = judgeUse({ ...evidence, units }, bom);
  const of = (...names: readonly string[]): readonly string[] =>
    judged.filter(({ verdict }) => names.includes(verdict)).map(({ id }) => id);
  return {
    used: of("used"),
    unused: of("unused", "metadata-only"),
    lossy: units.some(({ losses: lost, unreadable }) => lost.length > 0 || unreadable > 0),
  };
}

/** A subject in which every path of the log is a file, and a package of its own. */
function bomOf(events: readonly RuntimeEvent[]): Bom {
  const paths = new Set<string>();
  const folders = new Set(["/"]);
  for (const event of events) {
    if (!("path" in event) || !event.path.known) continue;
    const path = event.path.real ?? event.path.path;
    if (!/^(?:\/(?!\.\.?(?:\/|$))[^/]+)+$/.test(path)) continue;
    paths.add(path);
    for (let at = path.indexOf("/", 1); at > 0; at = path.indexOf("/", at + 1)) {
      folders.add(path.slice(0, at));
    }
  }
  for (const folder of folders) paths.delete(folder);
  const facts = { mode: 0o755, uid: 0, gid: 0, size: 1 };
  const none = { kind: "unowned" } as const;
  return {
    kind: "bom",
    schemaVersion: "1.0",
    subject: { name: "log", digest: "sha256:00" },
    tool: { name: "evaluate", version: "1" },
    packages: [...paths].map(
      (path): Package => ({
        ...{
          id: path,
          ecosystem: "generic",
          name: path,
          presence: "installed",
          foundBy: "evaluate",
        },
      }),
    ),
    dependencies: [],
    files: [
      ...[...folders].map(
        (path): BomFile => ({ path, type: "directory", ...facts, attribution: none }),
      ),
      ...[...paths].map(
        (path): BomFile => ({
          path,
          type: "file",
          ...facts,
          attribution: { kind: "owned", by: [path] },
        }),
      ),
    ],
    problems: [],
  };
}

/** Events of the audit system, numbered anew without gaps; the first and the last stay, since what is beyond is not shown. */
function auditPieces(log: string): Pieces {
  const events: string[][] = [];
  const known = new Map<string, string[]>();
  for (const line of log.split("\n")) {
    const [, serial] = /audit\([0-9.]+:(\d+)\)/.exec(line) ?? [];
    if (serial === undefined) continue;
    const own = known.get(serial) ?? [];
    if (own.length === 0) events.push(own);
    known.set(serial, own);
    own.push(line);
  }
  const pieces = events.map((lines, at) =>
    lines.map((line) => `${line.replace(/(audit\([0-9.]+):\d+\)/, `$1:${at + 1})`)}\n`).join(""),
  );
  const removable = pieces.map((_, at) => at).slice(1, -1);
  return { name: "events of auditd", format: auditd, pieces, removable };
}

/** Lines of strace; a call that was interrupted by another process has two, and either shows that the other is missing. */
function stracePieces(log: string): Pieces {
  const pieces = log.split(/(?<=\n)/);
  const removable = pieces.flatMap((line, at) => {
    return / <unfinished \.\.\.>$| resumed>/m.test(line) ? [at] : [];
  });
  return { name: "halves of strace's calls", format: strace, pieces, removable };
}

/** The same numbers in each run: a linear congruential generator (Park and Miller). */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
