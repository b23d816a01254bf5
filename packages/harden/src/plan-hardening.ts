import {
  type Bom,
  type BomFile,
  compareGrades,
  type Evidence,
  type HardeningPlan,
  type HardeningPolicy,
  type ObservationUnit,
  type Package,
  type PackageId,
  type PlanSummary,
  schemaVersion,
  strongestUse,
} from "@coppice/types";
import { runChecks } from "./checks/index.ts";
import { decidePackages, totalBytes, waivedDependencies } from "./decide-packages.ts";
import { HardenError } from "./harden-error.ts";
import { closeKeepSet } from "./keep-set.ts";
import type { PlanContext } from "./plan-context.ts";
import { defaultPolicy } from "./policy.ts";
import { residualRisks } from "./residual-risks.ts";
import { usedFiles } from "./rules/used.ts";
import { settleFiles } from "./settle-files.ts";
import { createSubjectModel, createWorld } from "./subject-model.ts";

/**
 * Plans what to remove from a subject: a decision with its reasons for every package and file, the dependencies given
 * up, the checks of the planned file system and what remains uncertain. The same input gives the same plan.
 *
 * A failed check does not throw: it stands in the plan, which then cannot be applied.
 *
 * @example
 * ```ts
 * import { planHardening } from "@coppice/harden";
 * import type { Bom, Evidence } from "@coppice/types";
 *
 * const owned = (path: string, by: string) => ({
 *   path, type: "file", mode: 0o755, uid: 0, gid: 0, size: 9, attribution: { kind: "owned", by: [by] },
 * }) as const;
 * const installed = (name: string) => ({
 *   id: name, name, ecosystem: "deb", presence: "installed", foundBy: "dpkg",
 * }) as const;
 * const subject = { name: "image", digest: "sha256:00" };
 * const bom: Bom = {
 *   kind: "bom", schemaVersion: "1.0", subject, tool: { name: "coppice", version: "1" },
 *   packages: [installed("server"), installed("compiler")], dependencies: [], problems: [],
 *   files: [owned("/server", "server"), owned("/compiler", "compiler")],
 * };
 * const seen = { run: { grade: "executed", offset: 0 } } as const;
 * const evidence: Evidence = {
 *   kind: "evidence", schemaVersion: "1.0", subject,
 *   units: [{
 *     id: "run", role: "workload", source: "strace", shows: ["exec"],
 *     events: 1, unreadable: 0, unplaced: 0, losses: [],
 *   }],
 *   files: [{ path: "/server", given: ["/server"], seen }], packages: [{ id: "server", seen }],
 *   unattributed: [], unplaced: [], network: [], problems: [],
 * };
 *
 * const plan = planHardening(bom, evidence, { mode: "executed" });
 * plan.packages.map(({ name, decision }) => `${decision} ${name}`); // => ["keep server", "remove compiler"]
 * plan.checks.some(({ status }) => status === "failed"); // => false
 * ```
 * @throws A {@link HardenError} with code `SUBJECT_MISMATCH` when the evidence is of another subject,
 * `BOM_WITHOUT_FILES` when the Bom lists no files, `EVIDENCE_EMPTY` when no workload was seen using anything.
 */
export function planHardening(
  bom: Bom,
  evidence: Evidence,
  policy: Partial<HardeningPolicy> = {},
): HardeningPlan {
  if (bom.subject.digest !== evidence.subject.digest) {
    throw new HardenError(
      "SUBJECT_MISMATCH",
      `the evidence is of ${evidence.subject.name} (${evidence.subject.digest}) and the Bom of ` +
        `${bom.subject.name} (${bom.subject.digest}); trace the image that the Bom describes`,
    );
  }
  const model = createSubjectModel(bom);
  const context: PlanContext = { model, evidence, policy: { ...defaultPolicy, ...policy } };
  if (usedFiles(context).next().done) {
    throw new HardenError(
      "EVIDENCE_EMPTY",
      "the evidence shows no use of any file by the workload; trace it while it does its work, " +
        "and see that the path of the image's root is right",
    );
  }
  const keep = closeKeepSet(context);
  const files = settleFiles(context, keep);
  const packages = decidePackages(context, keep, files);
  const kept = new Set(
    packages.filter(({ decision }) => decision !== "remove").map(({ id }) => id),
  );
  const keptFiles: BomFile[] = [];
  for (const [path, file] of model.files) {
    if (files.get(path)?.decision === "keep") keptFiles.push(file);
  }
  const waived = waivedDependencies(context, kept);
  const planned = createWorld(bom, keptFiles);
  return {
    kind: "plan",
    schemaVersion,
    subject: { name: bom.subject.name, digest: bom.subject.digest },
    policy: context.policy,
    units: evidence.units,
    summary: summarise(context, kept, keptFiles),
    packages,
    files: [...files.values()],
    waived,
    checks: runChecks({ context, planned, keptPackages: kept, waived }),
    risks: residualRisks(context, files, waived),
  };
}

function summarise(
  { model, evidence, policy }: PlanContext,
  kept: ReadonlySet<PackageId>,
  keptFiles: readonly BomFile[],
): PlanSummary {
  // A Python distribution that came in a .deb is one thing to install and to remove, not two.
  const counted = model.bom.packages.filter(({ ownedBy }) => ownedBy === undefined);
  const uses = new Map(evidence.packages.map(({ id, seen }) => [id, seen]));
  const usedBy = (role: ObservationUnit["role"]): ReadonlySet<PackageId> => {
    const useOf = strongestUse(evidence.units, role);
    const isUsed = ({ id }: Package): boolean => {
      const grade = useOf(uses.get(id) ?? {});
      return grade !== undefined && compareGrades(grade, policy.minimumGrade) >= 0;
    };
    return new Set(counted.filter(isUsed).map(({ id }) => id));
  };
  const used = usedBy("workload");
  const client = [...usedBy("client")].filter((id) => !used.has(id));
  return {
    packages: {
      before: counted.length,
      after: counted.filter(({ id }) => kept.has(id)).length,
    },
    files: { before: model.files.size, after: keptFiles.length },
    bytes: { before: totalBytes(model.files.values()), after: totalBytes(keptFiles) },
    usedPackages: used.size,
    clientPackages: client.length,
  };
}
