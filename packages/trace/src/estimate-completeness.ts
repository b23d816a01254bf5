import { type Completeness, compareGrades, type Evidence, type Grade } from "@coppice/types";

/** Options of {@link estimateCompleteness}. */
export interface EstimateCompletenessOptions {
  /** Weakest use that counts. Default: `stat`, so that every use does. */
  readonly minimumGrade?: Grade;
}

/**
 * Bounds how likely one more observation uses a package that none so far did.
 *
 * Let `n` workload units be drawn alike and apart from each other, and let `u` of them use a package that no other one
 * does. Among `n + 1` such units each is as likely as any other to have been the last, so the chance that the last one
 * brings a new package is the expected share of units with a package of their own. Leaving one unit out takes no
 * package away from the others' own, so at most `u + 1` of the `n + 1` have one: the chance is at most
 * `(u + 1) / (n + 1)`, in expectation over what was observed. It says nothing of units that are not like these.
 *
 * @example
 * ```ts
 * import { estimateCompleteness } from "@coppice/trace";
 * import type { Evidence } from "@coppice/types";
 *
 * const unit = (id: string) => ({
 *   id, role: "workload", source: "strace", events: 9, unreadable: 0, unplaced: 0, lost: 0, strongest: "executed",
 * }) as const;
 * const executed = { grade: "executed", offset: 0 } as const;
 * const evidence: Evidence = {
 *   kind: "evidence", schemaVersion: "1.0", subject: { name: "app", digest: "sha256:00" },
 *   units: [unit("a"), unit("b"), unit("c")], files: [], unattributed: [], problems: [],
 *   packages: [
 *     { id: "pkg:deb/debian/nginx", seen: { a: executed, b: executed, c: executed } },
 *     { id: "pkg:deb/debian/gzip", seen: { c: executed } },
 *   ],
 * };
 * estimateCompleteness(evidence).chanceOfNew; // => 0.5
 * ```
 */
export function estimateCompleteness(
  evidence: Evidence,
  { minimumGrade = "stat" }: EstimateCompletenessOptions = {},
): Completeness {
  const workload = new Set(
    evidence.units.filter(({ role }) => role === "workload").map(({ id }) => id),
  );
  const unique = new Set<string>();
  for (const { seen } of evidence.packages) {
    const users = Object.entries(seen).filter(
      ([unit, { grade }]) => workload.has(unit) && compareGrades(grade, minimumGrade) >= 0,
    );
    const [only] = users;
    if (only && users.length === 1) unique.add(only[0]);
  }
  return {
    units: workload.size,
    unique: unique.size,
    chanceOfNew: Math.min(1, (unique.size + 1) / (workload.size + 1)),
    notObservable: notObservable(evidence),
  };
}

/** What the sources of the units cannot show, and what these units happen not to. */
function notObservable({ units, files }: Evidence): readonly string[] {
  const notes = new Set<string>();
  const grades = new Set(
    files.flatMap(({ seen }) => Object.values(seen).map(({ grade }) => grade)),
  );
  for (const { source, role, id, lost, unreadable, unplaced, strongest } of units) {
    if (role === "client") continue;
    if (source === "strace") for (const note of blindSpots) notes.add(note);
    if (strongest !== "executed") notes.add(`${id}: uses stronger than ${strongest}`);
    if (lost > 0) notes.add(`${id}: ${lost} times the source lost events`);
    if (unreadable > 0) notes.add(`${id}: what ${unreadable} unreadable lines of the log told`);
    if (unplaced > 0)
      notes.add(`${id}: where ${unplaced} events with paths that are not known led`);
  }
  if (files.length > 0 && !grades.has("read")) {
    notes.add("whether opened files were read: the logs show no read or mmap calls of data");
  }
  if (files.length > 0 && !grades.has("loaded")) {
    notes.add("which files were mapped as code: the logs show no such mmap calls");
  }
  return [...notes];
}

const blindSpots: readonly string[] = [
  "which functions of a loaded file ran, and which parts of an archive or bundle (JAR, ZIP, asar, a linked Go or Rust program) were used",
  "files that were opened through io_uring",
  "files that were open before the recording began, unless they were used by a call that names them (strace -y)",
];
