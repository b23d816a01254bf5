import { type Bom, type Evidence, type Grade, type PackageId, strongestUse } from "@coppice/types";

/** Who uses what, in numbers. */
export interface EvidenceSummary {
  /** Installed packages of the subject. */
  readonly installed: number;
  /** Packages that the workload used, sorted. */
  readonly used: readonly PackageId[];
  /** Packages that only a client used, sorted. */
  readonly clientOnly: readonly PackageId[];
  /** Packages that the workload used, by their strongest grade. */
  readonly packagesByGrade: Readonly<Record<Grade, number>>;
  /** Files that the workload used, by their strongest grade; folders included. */
  readonly filesByGrade: Readonly<Record<Grade, number>>;
}

/**
 * Counts what was seen, for figures that are to be compared from run to run: every use, a look at metadata too. It
 * concludes nothing of what was not seen, nor weighs what was; a verdict on each package is {@link judgeUse}'s.
 */
export function summariseEvidence(evidence: Evidence, bom: Bom): EvidenceSummary {
  const strongest = strongestUse(evidence.units, "workload");
  const used: PackageId[] = [];
  const clientOnly: PackageId[] = [];
  for (const { id, seen } of evidence.packages) (strongest(seen) ? used : clientOnly).push(id);
  return {
    installed: bom.packages.filter(({ presence }) => presence === "installed").length,
    used,
    clientOnly,
    packagesByGrade: countGrades(evidence.packages.map(({ seen }) => strongest(seen))),
    filesByGrade: countGrades(evidence.files.map(({ seen }) => strongest(seen))),
  };
}

function countGrades(found: readonly (Grade | undefined)[]): Readonly<Record<Grade, number>> {
  const counts = { stat: 0, opened: 0, read: 0, loaded: 0, executed: 0 };
  for (const grade of found) if (grade) counts[grade]++;
  return counts;
}
