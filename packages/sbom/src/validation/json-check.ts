import { tooDeep } from "../json/too-deep.ts";
import { createValueNumbers } from "./value-numbers.ts";

/** Says whether a value fits a schema, and tells the run why not. */
export type JsonCheck = (value: unknown, run: JsonRun) => boolean;

/** One way in which a JSON value does not fit its schema. */
export interface JsonSchemaFault {
  readonly path: readonly (string | number)[];
  /** The keyword of JSON Schema that does not hold. */
  readonly keyword: string;
  readonly message: string;
  /** The member that `required` misses. */
  readonly missing?: string;
}

/** How many forms an object or array has, and which members they know, if that was asked. */
interface Verdict {
  readonly fitting: number;
  readonly seen: readonly string[] | undefined;
}

/** The state of checking one document. */
export interface JsonRun {
  /** Where the check is. */
  readonly path: (string | number)[];
  /** The most containers inside one another. */
  readonly depth: number;
  /** Members beginning with `$`, which carry what another encoding says, are allowed everywhere. */
  readonly carried: boolean;
  /** How many checks are going on of which only the verdict counts. */
  quiet: number;
  /** Faults found, `limit` at most. */
  faults: JsonSchemaFault[];
  limit: number;
  /** More faults than `limit` may be there. */
  truncated: boolean;
  /** Members of the current object that some schema knew, where one asks for them (`unevaluatedProperties`). */
  seen: string[] | undefined;
  /** How often it may still be looked for the form that a value was meant to have. */
  explorations: number;
  /** For each set of forms, what was found of each object and array that was checked against it. */
  readonly verdicts: Map<readonly JsonCheck[], Map<object, Verdict>>;
  /** See {@link createValueNumbers}. */
  readonly numberOf: (value: unknown) => string;
}

/** A run before its first check. */
export function startRun(limit: number, depth: number, carried = false): JsonRun {
  return {
    path: [],
    depth,
    carried,
    quiet: 0,
    faults: [],
    limit,
    truncated: false,
    seen: undefined,
    explorations: 2000,
    verdicts: new Map(),
    numberOf: createValueNumbers(depth),
  };
}

/** Whether a member is one that {@link JsonRun.carried} allows. */
export function isCarried(member: string, run: JsonRun): boolean {
  return run.carried && member.startsWith("$");
}

/** Records a fault at the current place, or at `step` inside it; always `false`. */
export function fail(
  run: JsonRun,
  keyword: string,
  message: string,
  step?: string | number,
  missing?: string,
): false {
  if (run.quiet > 0) return false;
  if (run.faults.length >= run.limit) {
    run.truncated = true;
    return false;
  }
  const path = step === undefined ? [...run.path] : [...run.path, step];
  run.faults.push({ path, keyword, message, ...(missing !== undefined && { missing }) });
  return false;
}

/**
 * Checks a member or an item of the value that is being checked.
 *
 * @throws The error of {@link tooDeep} past the limit.
 */
export function checkInside(
  check: JsonCheck,
  value: unknown,
  step: string | number,
  run: JsonRun,
): boolean {
  if (run.path.length >= run.depth) throw tooDeep(run.depth);
  const { seen } = run;
  run.seen = undefined;
  run.path.push(step);
  const fits = check(value, run);
  run.path.pop();
  run.seen = seen;
  return fits;
}

/** Whether a value fits, without telling why not. */
export function fitsQuietly(check: JsonCheck, value: unknown, run: JsonRun): boolean {
  run.quiet += 1;
  const fits = check(value, run);
  run.quiet -= 1;
  return fits;
}
