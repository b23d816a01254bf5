import type {
  Bom,
  BomFile,
  CheckResult,
  Evidence,
  Finding,
  HardeningPlan,
  Package,
  PackageId,
} from "@coppice/types";
import { checkResult } from "./check-context.ts";
import { runChecks } from "./checks/index.ts";
import { isEdited, mayGo } from "./dpkg/edit-database.ts";
import { HardenError } from "./harden-error.ts";
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
 * @throws A {@link HardenError} with code `SUBJECT_MISMATCH` when the original Bom or the evidence is not of the plan's
 * subject, `BOM_WITHOUT_FILES` when one of the Boms lists no files.
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
    unplaced: [],
    network: [],
    problems: [],
  };
  for (const { kind, subject } of [original, evidence]) {
    if (subject.digest === plan.subject.digest) continue;
    throw new HardenError(
      "SUBJECT_MISMATCH",
      `the ${kind} is of ${subject.digest} and the plan of ${plan.subject.digest}; ` +
        `give the ${kind} that the plan was made from`,
    );
  }
  const model = createSubjectModel(original);
  const { files } = createSubjectModel(hardened);
  const ids = originalIds(original, hardened);
  return [
    checkContents(plan, model.files, files),
    checkPackages(plan, ids),
    ...runChecks({
      context: { model, evidence, policy: plan.policy },
      planned: createWorld(original, files.values()),
      keptPackages: ids,
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
      if (!mayGo(path)) add(path, `${path} is missing`);
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

const comparedFacts = ["type", "mode", "uid", "gid", "target", "size", "digest"] as const;
const editedFacts: ReadonlySet<string> = new Set(["size", "digest"]);

function differenceOf(before: BomFile, after: BomFile): string | undefined {
  if (attributesOf(before) !== attributesOf(after)) return "set of extended attributes";
  const edited = before.type === "file" && isEdited(before.path);
  return comparedFacts.find(
    (fact) => !(edited && editedFacts.has(fact)) && before[fact] !== after[fact],
  );
}

/** Capabilities of programs are among them. */
function attributesOf({ xattrs = {} }: BomFile): string {
  return JSON.stringify(Object.entries(xattrs).sort());
}

/**
 * The packages of `hardened` by their ids in `original`: where one package is installed twice its ids tell the places
 * apart, and the one that stays alone needs that no more.
 */
function originalIds(original: Bom, hardened: Bom): ReadonlySet<PackageId> {
  const keys = new Map(original.packages.map((found) => [found.id, keyOf(found)]));
  const ids = new Map([...keys].map(([id, key]) => [key, id]));
  return new Set(
    hardened.packages.map((found) => {
      const key = keyOf(found);
      return keys.get(found.id) === key ? found.id : (ids.get(key) ?? found.id);
    }),
  );
}

function keyOf({ ecosystem, name, version, architecture, location }: Package): string {
  return [ecosystem, name, version, architecture, location].join("\n");
}

function checkPackages(plan: HardeningPlan, ids: ReadonlySet<PackageId>): CheckResult {
  const found = new Set(ids);
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
