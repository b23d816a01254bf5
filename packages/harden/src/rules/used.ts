import { compareGrades, type FileEvidence, type Grade } from "@coppice/types";
import type { KeepRule, PlanContext } from "../plan-context.ts";

/** Keeps what the workload used, by every path that it was asked for. */
export const used: KeepRule = {
  id: "used",
  title: "The workload used it, and asks for it again by the same paths.",
  *needs(context) {
    const strongestFirst = [...usedFiles(context)].sort((a, b) => compareGrades(b.grade, a.grade));
    for (const { file, grade } of strongestFirst) {
      const reason = { rule: "used", detail: grade };
      for (const path of [file.path, ...file.given]) yield { path, reason };
    }
  },
};

/** A file with the strongest use that the workload made of it. */
export interface UsedFile {
  readonly file: FileEvidence;
  readonly grade: Grade;
}

/** Files that the workload, not a client of it, used at least as strongly as the policy asks. */
export function* usedFiles(context: PlanContext): Generator<UsedFile, void, undefined> {
  const { evidence, policy } = context;
  const workload = new Set(
    evidence.units.filter((unit) => unit.role === "workload").map((unit) => unit.id),
  );
  for (const file of evidence.files) {
    let strongest: Grade | undefined;
    for (const [unit, { grade }] of Object.entries(file.seen)) {
      if (!workload.has(unit)) continue;
      if (strongest === undefined || compareGrades(grade, strongest) > 0) strongest = grade;
    }
    if (strongest !== undefined && compareGrades(strongest, policy.minimumGrade) >= 0) {
      yield { file, grade: strongest };
    }
  }
}
