import { fail, type JsonCheck } from "./json-check.ts";
import { formatChecks } from "./json-formats.ts";
import type { JsonSchemaNode, JsonTypeName } from "./json-schema-table.ts";

/** Checks of the keywords for values that hold no others, but for `type`. */
export function compileScalarKeywords(
  node: JsonSchemaNode,
  licenses: ReadonlySet<string>,
): readonly JsonCheck[] {
  const parts: JsonCheck[] = [];
  const allowed = new Set<unknown>(node.enum ?? (node.licenses ? licenses : []));
  if ("const" in node) {
    const { const: only } = node;
    const message = `must be ${JSON.stringify(only)}`;
    parts.push((value, run) => value === only || fail(run, "const", message));
  }
  if (node.enum !== undefined) {
    const message = `must be one of ${list(node.enum)}`;
    parts.push((value, run) => allowed.has(value) || fail(run, "enum", message));
  } else if (node.licenses) {
    const message = "must be an identifier of the SPDX licence list, in its exact spelling";
    parts.push((value, run) => allowed.has(value) || fail(run, "enum", message));
  }
  if (node.pattern !== undefined) {
    const pattern = new RegExp(node.pattern, "u");
    const message = `must match ${node.pattern}`;
    parts.push(ofText((text, run) => pattern.test(text) || fail(run, "pattern", message)));
  }
  const format = formatChecks.get(node.format ?? "");
  if (format !== undefined) {
    const message = `must be ${format.what}`;
    parts.push(ofText((text, run) => format.fits(text) || fail(run, "format", message)));
  }
  return [...parts, ...checkBounds(node)];
}

function checkBounds(node: JsonSchemaNode): readonly JsonCheck[] {
  const parts: JsonCheck[] = [];
  const { minLength = 0, maxLength, minimum, maximum } = node;
  if (minLength > 0) {
    const message = `must have ${minLength} characters or more`;
    const fits = (text: string): boolean => lengthOf(text) >= minLength;
    parts.push(ofText((text, run) => fits(text) || fail(run, "minLength", message)));
  }
  if (maxLength !== undefined) {
    const message = `must have ${maxLength} characters at most`;
    const fits = (text: string): boolean => lengthOf(text) <= maxLength;
    parts.push(ofText((text, run) => fits(text) || fail(run, "maxLength", message)));
  }
  if (minimum !== undefined) {
    const fits = (value: unknown): boolean => typeof value !== "number" || value >= minimum;
    parts.push((value, run) => fits(value) || fail(run, "minimum", `must be ${minimum} or more`));
  }
  if (maximum !== undefined) {
    const fits = (value: unknown): boolean => typeof value !== "number" || value <= maximum;
    parts.push((value, run) => fits(value) || fail(run, "maximum", `must be ${maximum} or less`));
  }
  return parts;
}

/** The check of `type`. */
export function checkType(names: readonly JsonTypeName[]): JsonCheck {
  const tests = names.map((name) => typeTests[name]);
  const [only = () => true] = tests;
  const fits = tests.length === 1 ? only : (value: unknown) => tests.some((test) => test(value));
  const expected = names.join(" or ");
  return (value, run) =>
    fits(value) || fail(run, "type", `must be of type ${expected}, not ${typeNameOf(value)}`);
}

const typeTests: Readonly<Record<JsonTypeName, (value: unknown) => boolean>> = {
  string: (value) => typeof value === "string",
  number: (value) => typeof value === "number",
  integer: (value) => Number.isInteger(value),
  boolean: (value) => typeof value === "boolean",
  null: (value) => value === null,
  object: (value) => typeof value === "object" && value !== null && !Array.isArray(value),
  array: (value) => Array.isArray(value),
};

function typeNameOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

function ofText(check: (text: string, run: Parameters<JsonCheck>[1]) => boolean): JsonCheck {
  return (value, run) => typeof value !== "string" || check(value, run);
}

/** Code points of a text, as JSON Schema counts. */
function lengthOf(text: string): number {
  let length = 0;
  for (const _ of text) length += 1;
  return length;
}

function list(values: readonly unknown[]): string {
  const shown = values.slice(0, 20).map((value) => JSON.stringify(value));
  return values.length > 20 ? `${shown.join(", ")}, …` : shown.join(", ");
}
