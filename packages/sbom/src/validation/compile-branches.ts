import type { NodeChecks } from "./compile-json-schema.ts";
import {
  fail,
  fitsQuietly,
  type JsonCheck,
  type JsonRun,
  type JsonSchemaFault,
} from "./json-check.ts";
import type { JsonSchemaNode } from "./json-schema-table.ts";

/** Faults of one form that are looked at to tell which form was meant. */
const faultsOfBranch = 100;

/** Checks of `anyOf` and `oneOf`. Where no form fits, the faults of the one that was most likely meant are told. */
export function compileBranches(node: JsonSchemaNode, checkOf: NodeChecks): readonly JsonCheck[] {
  const parts: JsonCheck[] = [];
  if (node.anyOf !== undefined) {
    const branches = node.anyOf.map(checkOf);
    parts.push((value, run) => {
      return (
        fittingBranches(branches, value, run, 1) > 0 || tellBranch("anyOf", branches, value, run)
      );
    });
  }
  if (node.oneOf !== undefined) {
    const branches = node.oneOf.map(checkOf);
    parts.push((value, run) => {
      const fitting = fittingBranches(branches, value, run, 2);
      if (fitting === 0) return tellBranch("oneOf", branches, value, run);
      return fitting === 1 || fail(run, "oneOf", "has several forms that exclude each other");
    });
  }
  return parts;
}

/**
 * How many branches fit, counted up to `enough`. A verdict on an object or array is kept, since the forms around it may
 * ask again: without that the work would double with each level.
 */
function fittingBranches(
  branches: readonly JsonCheck[],
  value: unknown,
  run: JsonRun,
  enough: number,
): number {
  if (typeof value !== "object" || value === null) {
    return countFitting(branches, value, run, enough);
  }
  let verdicts = run.verdicts.get(branches);
  if (verdicts === undefined) {
    verdicts = new Map();
    run.verdicts.set(branches, verdicts);
  }
  const verdict = verdicts.get(value);
  if (verdict !== undefined && (verdict.seen !== undefined || run.seen === undefined)) {
    if (run.seen !== undefined) for (const member of verdict.seen ?? []) run.seen.push(member);
    return verdict.fitting;
  }
  const from = run.seen?.length ?? 0;
  const fitting = countFitting(branches, value, run, enough);
  verdicts.set(value, { fitting, seen: run.seen?.slice(from) });
  return fitting;
}

function countFitting(
  branches: readonly JsonCheck[],
  value: unknown,
  run: JsonRun,
  enough: number,
): number {
  let fitting = 0;
  for (const branch of branches) {
    const known = run.seen?.length ?? 0;
    if (fitsQuietly(branch, value, run)) fitting += 1;
    else if (run.seen !== undefined) run.seen.length = known;
    // Who asks for the members that are known wants those of every form that fits.
    if (fitting >= enough && run.seen === undefined) break;
  }
  return fitting;
}

/** Tells the faults of the branch that was most likely meant; always `false`. */
function tellBranch(
  keyword: string,
  branches: readonly JsonCheck[],
  value: unknown,
  run: JsonRun,
): false {
  if (run.quiet > 0) return false;
  if (run.faults.length >= run.limit) {
    run.truncated = true;
    return false;
  }
  if (run.explorations <= 0) {
    return fail(run, keyword, "has none of the forms that are allowed here");
  }
  run.explorations -= 1;
  const candidates = branches.map((branch) => faultsOf(branch, value, run));
  const missing = candidates.map(([fault, ...others]) =>
    others.length === 0 && fault?.keyword === "required" && fault.path.length === run.path.length
      ? fault.message.replace("must have ", "")
      : undefined,
  );
  if (missing.every((name) => name !== undefined)) {
    return fail(run, keyword, `must have ${[...new Set(missing)].join(" or ")}`);
  }
  const [meant] = candidates.sort((a, b) => likeness(b, run) - likeness(a, run));
  for (const fault of meant ?? []) {
    if (run.faults.length < run.limit) run.faults.push(fault);
    else run.truncated = true;
  }
  return false;
}

function faultsOf(branch: JsonCheck, value: unknown, run: JsonRun): readonly JsonSchemaFault[] {
  const { faults, limit, truncated, seen } = run;
  run.faults = [];
  run.limit = Math.min(limit, faultsOfBranch);
  run.seen = seen && [];
  branch(value, run);
  const found = run.faults;
  run.faults = faults;
  run.limit = limit;
  run.truncated = truncated || found.length > limit;
  run.seen = seen;
  return found;
}

/**
 * How much a value is like a form with these faults: most where the first faults lie deep inside, then where they are
 * few. A wrong type or a wrong constant weighs more, since it tells forms apart.
 */
function likeness(faults: readonly JsonSchemaFault[], run: JsonRun): number {
  const depth = Math.min(...faults.map(({ path }) => path.length - run.path.length));
  const weights = { type: 50, const: 20 };
  const weight = faults
    .map(({ keyword }) => (keyword === "type" || keyword === "const" ? weights[keyword] : 1))
    .reduce((sum, one) => sum + one, 0);
  return depth * 10_000 - weight;
}
