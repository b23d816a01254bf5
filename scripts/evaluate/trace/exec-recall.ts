import { judgeUse } from "@coppice/trace";
import { type Bom, compareGrades, type Evidence, type RuntimeEvent } from "@coppice/types";
import type { Row } from "../evaluation.ts";
import { recordWorkload } from "./recorded-workload.ts";

/**
 * What the kernel opened to run it (fanotify's OPEN_EXEC: programs, scripts, interpreters, the dynamic loader) against the
 * evidence of the same run from strace and from bpftrace: all of it must be executed or loaded there.
 *
 * Neither sees the interpreter of a script that the image does not have, since the script's first line is not known then;
 * such a file is named, and is why recording with fanotify beside them is the default.
 */
export async function* execRecall(): AsyncIterable<Row> {
  const run = await recordWorkload(["strace", "bpftrace", "fanotify"]);
  const name = "executed files that the kernel names, found with";
  if ("missing" in run) {
    yield { name: `${name} strace`, values: { skipped: run.missing }, passed: true };
    return;
  }
  const opened = executedFiles(run.events.get("fanotify") ?? []);
  for (const source of ["strace", "bpftrace"] as const) {
    const evidence = run.evidence.get(source);
    if (evidence === undefined) continue;
    const found = used(evidence);
    const missed = opened.filter((path) => !found.has(path));
    const madeAtRunTime = opened.filter(
      (path) => found.has(path) && !evidence.files.some((file) => file.path === path),
    );
    const unused = unusedPackages(evidence, run.bom);
    const falselyUnused = missed.filter((path) => isIn(path, unused, run.bom));
    yield {
      name: `${name} ${source}`,
      values: {
        executed: opened.length,
        found: opened.length - missed.length,
        missed: missed.join(" "),
        "not observable by it, since the image does not have the script": madeAtRunTime.join(" "),
        "called unused all the same": falselyUnused.join(" "),
      },
      passed:
        opened.length > 0 && missed.length <= madeAtRunTime.length && falselyUnused.length === 0,
    };
    const both = new Set([...found, ...used(run.evidence.get("fanotify"))]);
    const recall = opened.filter((path) => both.has(path)).length;
    yield {
      name: `${name} ${source} and fanotify`,
      values: { executed: opened.length, found: recall },
      passed: opened.length > 0 && recall === opened.length,
    };
  }
}

function unusedPackages(evidence: Evidence, bom: Bom): ReadonlySet<string> {
  const verdicts = judgeUse(evidence, bom);
  return new Set(verdicts.flatMap(({ id, verdict }) => (verdict === "unused" ? [id] : [])));
}

function isIn(path: string, packages: ReadonlySet<string>, { files = [] }: Bom): boolean {
  const attribution = files.find((file) => file.path === path)?.attribution;
  return attribution?.kind === "owned" && attribution.by.some((id) => packages.has(id));
}

function executedFiles(events: readonly RuntimeEvent[]): readonly string[] {
  const paths = new Set<string>();
  for (const event of events) {
    if (event.kind === "exec" && event.path.known) paths.add(event.path.path);
  }
  return [...paths].sort();
}

/** Real paths of what was executed or loaded. */
function used(evidence: Evidence | undefined): ReadonlySet<string> {
  const all = evidence ? [...evidence.files, ...evidence.unattributed] : [];
  return new Set(
    all
      .filter(({ seen }) =>
        Object.values(seen).some(({ grade }) => compareGrades(grade, "loaded") >= 0),
      )
      .map(({ path }) => path),
  );
}
