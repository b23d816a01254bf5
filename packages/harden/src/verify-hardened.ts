import type { Bom, BomFile, CheckResult, Evidence, Finding, HardeningPlan } from "@coppice/types";
import { checkResult } from "./check-context.ts";
import { runChecks } from "./checks/index.ts";
import { databasePath } from "./dpkg/database-path.ts";
import { createSubjectModel, createWorld } from "./subject-model.ts";

/** What {@link verifyHardened} compares. */
export interface VerifyHardenedInput {
  readonly plan: HardeningPlan;
  /** The Bom that the plan was made for. */
  readonly original: Bom;
  /** An inventory of the hardened image, taken afresh. */
  readonly hardened: Bom;
  /** When given, the trace is replayed against the hardened image too. */
  readonly evidence?: Evidence;
}

/**
 * Compares a hardened image with its plan: just the files that stay are there, unchanged; just the packages that stay
 * are on record; and every check of the plan holds of what is really there.
 *
 * @throws A {@link HardenError} with code `BOM_WITHOUT_FILES` when one of the Boms lists no files.
 */
export function verifyHardened(input: VerifyHardenedInput): readonly CheckResult[] {
  const { plan, original, hardened } = input;
  const evidence = input.evidence ?? {
    kind: "evidence",
    schemaVersion: plan.schemaVersion,
    subject: plan.subject,
    units: plan.units,
    files: [],
    packages: [],
    unattributed: [],
    problems: [],
  };
  const model = createSubjectModel(original);
  const { files } = createSubjectModel(hardened);
  return [
    checkContents(plan, model.files, files),
    checkPackages(plan, hardened),
    ...runChecks({
      context: { model, evidence, policy: plan.policy },
      planned: createWorld(original, files.values()),
      keptPackages: new Set(hardened.packages.map(({ id }) => id)),
      waived: plan.waived,
    }),
  ];
}

function checkContents(
  plan: HardeningPlan,
  before: ReadonlyMap<string, BomFile>,
  after: ReadonlyMap<string, BomFile>,
): CheckResult {
  const findings: Finding[] = [];
  const add = (path: string, message: string): void => {
    findings.push({
      rule: "contents",
      severity: "high",
      confidence: 1,
      path,
      message,
      evidence: [path],
      remedy: "apply the plan again to the image that it was made for",
    });
  };
  for (const { path, decision } of plan.files) {
    const expected = before.get(path);
    const found = after.get(path);
    if (decision === "remove" || expected === undefined) {
      if (found !== undefined) add(path, `${path} is there and the plan removes it`);
    } else if (found === undefined) {
      // A record of the package manager goes when nothing is left to record in it.
      if (databasePath(path)?.kind !== "shared") add(path, `${path} is missing`);
    } else {
      const change = differenceOf(expected, found);
      if (change !== undefined) add(path, `${path} has another ${change} than before`);
    }
  }
  for (const path of after.keys()) {
    if (!before.has(path)) add(path, `${path} is new`);
  }
  const title = "Just the files that the plan keeps are there, unchanged.";
  return checkResult("contents", title, plan.files.length, findings);
}

const comparedFacts = ["type", "mode", "uid", "gid", "target", "digest"] as const;

function differenceOf(before: BomFile, after: BomFile): string | undefined {
  const edited = before.type === "file" && databasePath(before.path) !== undefined;
  return comparedFacts.find(
    (fact) => !(fact === "digest" && edited) && before[fact] !== after[fact],
  );
}

function checkPackages(plan: HardeningPlan, hardened: Bom): CheckResult {
  const found = new Set(hardened.packages.map(({ id }) => id));
  const findings: Finding[] = [];
  for (const { id, decision } of plan.packages) {
    const stays = decision !== "remove";
    if (found.delete(id) === stays) continue;
    findings.push(
      packageFinding(
        id,
        stays ? `${id} is not on record` : `${id} is on record and the plan removes it`,
      ),
    );
  }
  for (const id of found) findings.push(packageFinding(id, `${id} is new`));
  const title = "Just the packages that the plan keeps are on record.";
  return checkResult("packages", title, plan.packages.length, findings);
}

function packageFinding(id: string, message: string): Finding {
  return {
    rule: "packages",
    severity: "high",
    confidence: 1,
    package: id,
    message,
    evidence: [id],
    remedy: "apply the plan again to the image that it was made for",
  };
}
