import { compareGrades, type FileEvidence, type Grade, strongestUse } from "@coppice/types";
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
  const useOf = strongestUse(evidence.units, "workload");
  for (const file of evidence.files) {
    const grade = useOf(file.seen);
    if (grade && compareGrades(grade, policy.minimumGrade) >= 0) yield { file, grade };
  }
}
