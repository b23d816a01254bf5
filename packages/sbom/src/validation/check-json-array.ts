import type { NodeChecks } from "./compile-json-schema.ts";
import { findRepeatedItems } from "./find-repeated-items.ts";
import { checkInside, fail, type JsonCheck } from "./json-check.ts";
import type { JsonSchemaNode } from "./json-schema-table.ts";

/** Checks of the keywords for arrays. */
export function compileArrayKeywords(
  node: JsonSchemaNode,
  checkOf: NodeChecks,
): readonly JsonCheck[] {
  const { minItems = 0, maxItems = Number.POSITIVE_INFINITY, uniqueItems, prefixItems } = node;
  const first = prefixItems?.map(checkOf) ?? [];
  const rest = node.items === undefined ? undefined : checkOf(node.items);
  const most = node.additionalItems === false ? first.length : Number.POSITIVE_INFINITY;
  const bounded = minItems > 0 || maxItems < Number.POSITIVE_INFINITY || most < maxItems;
  if (first.length === 0 && rest === undefined && !bounded && !uniqueItems) return [];
  return [
    (value, run) => {
      if (!Array.isArray(value)) return true;
      let fits = true;
      if (value.length < minItems) {
        fits = fail(run, "minItems", `must have ${minItems} items or more, not ${value.length}`);
      }
      if (value.length > maxItems) {
        fits = fail(run, "maxItems", `must have ${maxItems} items at most, not ${value.length}`);
      } else if (value.length > most) {
        fits = fail(run, "additionalItems", `must have ${most} items at most, not ${value.length}`);
      }
      for (let position = 0; position < value.length; position += 1) {
        if (!fits && run.quiet > 0) return false;
        const check = first[position] ?? rest;
        if (check === undefined) continue;
        if (!checkInside(check, value[position], position, run)) fits = false;
      }
      if (!uniqueItems || (!fits && run.quiet > 0)) return fits;
      for (const [position, original] of findRepeatedItems(value, run.numberOf)) {
        fits = fail(run, "uniqueItems", `is the same as item ${original}`, position);
      }
      return fits;
    },
  ];
}
