import { compileArrayKeywords } from "./check-json-array.ts";
import { compileObjectKeywords } from "./check-json-object.ts";
import { checkType, compileScalarKeywords } from "./check-json-scalar.ts";
import { compileBranches } from "./compile-branches.ts";
import { fail, fitsQuietly, isCarried, type JsonCheck } from "./json-check.ts";
import type { JsonSchemaNode, JsonSchemaTable } from "./json-schema-table.ts";

/** Gives the check of a node, which is compiled when it is first asked for, since schemas nest themselves. */
export type NodeChecks = (index: number) => JsonCheck;

/**
 * The check of a whole schema. Only what a document needs is compiled. Covers the keywords of {@link JsonSchemaNode} as
 * JSON Schema draft-07 and 2020-12 define them; `format` is checked; a reference and its siblings both hold.
 */
export function compileJsonSchema(
  table: JsonSchemaTable,
  licenses: ReadonlySet<string>,
): JsonCheck {
  const checks: JsonCheck[] = [];
  const checkOf: NodeChecks = (index) => {
    const known = checks[index];
    if (known !== undefined) return known;
    let compiled: JsonCheck | undefined;
    const check: JsonCheck = (value, run) => {
      compiled ??= compileNode(table.nodes[index] ?? {}, checkOf, licenses);
      return compiled(value, run);
    };
    checks[index] = check;
    return check;
  };
  return checkOf(table.root);
}

function compileNode(
  node: JsonSchemaNode,
  checkOf: NodeChecks,
  licenses: ReadonlySet<string>,
): JsonCheck {
  const type = node.type === undefined ? undefined : checkType([node.type].flat());
  const parts = [
    ...compileScalarKeywords(node, licenses),
    ...(node.$ref === undefined ? [] : [checkOf(node.$ref)]),
    ...(node.allOf ?? []).map(checkOf),
    ...compileBranches(node, checkOf),
    ...compileCondition(node, checkOf),
    ...compileArrayKeywords(node, checkOf),
    ...compileObjectKeywords(node, checkOf),
  ];
  const check = inOrder(type, checkAll(parts));
  return node.unevaluatedProperties === false ? checkUnevaluated(check) : check;
}

/** A check that goes on to the second only where the first fits: of a wrong type nothing else is told. */
function inOrder(first: JsonCheck | undefined, second: JsonCheck | undefined): JsonCheck {
  if (first === undefined || second === undefined) return first ?? second ?? (() => true);
  return (value, run) => first(value, run) && second(value, run);
}

function checkAll(parts: readonly JsonCheck[]): JsonCheck | undefined {
  if (parts.length < 2) return parts[0];
  return (value, run) => {
    let fits = true;
    for (const part of parts) {
      if (part(value, run)) continue;
      fits = false;
      if (run.quiet > 0) break;
    }
    return fits;
  };
}

function compileCondition(node: JsonSchemaNode, checkOf: NodeChecks): readonly JsonCheck[] {
  const parts: JsonCheck[] = [];
  if (node.not !== undefined) {
    const check = checkOf(node.not);
    parts.push((value, run) => {
      const { seen } = run;
      run.seen = undefined;
      const fits = fitsQuietly(check, value, run);
      run.seen = seen;
      return !fits || fail(run, "not", "has a form that is not allowed here");
    });
  }
  if (node.if !== undefined) {
    const condition = checkOf(node.if);
    const then = node.then === undefined ? undefined : checkOf(node.then);
    const otherwise = node.else === undefined ? undefined : checkOf(node.else);
    parts.push((value, run) => {
      const known = run.seen?.length ?? 0;
      const holds = fitsQuietly(condition, value, run);
      if (!holds && run.seen !== undefined) run.seen.length = known;
      return (holds ? then : otherwise)?.(value, run) ?? true;
    });
  }
  return parts;
}

/** Adds to a check that it knows every member of an object (`unevaluatedProperties: false`). */
function checkUnevaluated(check: JsonCheck): JsonCheck {
  return (value, run) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      return check(value, run);
    }
    const outer = run.seen;
    const seen: string[] = [];
    run.seen = seen;
    let fits = check(value, run);
    run.seen = outer;
    if (!fits) return false;
    const known = new Set(seen);
    for (const member of Object.keys(value)) {
      if (known.has(member) || isCarried(member, run)) continue;
      fits = fail(run, "unevaluatedProperties", "is no member that is known here", member);
    }
    if (outer !== undefined) for (const member of Object.keys(value)) outer.push(member);
    return fits;
  };
}
