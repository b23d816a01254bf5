import { findLicense } from "@coppice/licenses";

import { type Draft, type DraftValue, isDraft } from "../json/draft.ts";

/**
 * Until CycloneDX 1.7 a licence expression stands alone: beside other licences, one that is a listed licence becomes that, any
 * other one a name, of which `onName` is told. Licences that are then the same are one.
 */
export function demoteExpressions(
  object: Draft,
  onName: (license: Draft) => void = () => {},
): void {
  const { licenses } = object;
  if (!Array.isArray(licenses) || licenses.length < 2 || !licenses.some(hasExpression)) return;
  const different = distinct(licenses.map(listed));
  object["licenses"] = different;
  if (different.length < 2) return;
  object["licenses"] = different.map((item) => {
    if (!hasExpression(item)) return item;
    onName(item);
    return asLicense(item, "name");
  });
}

function hasExpression(item: DraftValue): item is Draft & { expression: string } {
  return isDraft(item) && typeof item["expression"] === "string";
}

function listed(item: DraftValue): DraftValue {
  if (!hasExpression(item)) return item;
  return findLicense(item.expression) === item.expression ? asLicense(item, "id") : item;
}

/** Keeps the object, so that what a licence does not have a place for is known to come from here. */
function asLicense(item: Draft & { expression: string }, member: "id" | "name"): Draft {
  const license: Draft = item;
  license[member] = item.expression;
  delete license["expression"];
  return { license };
}

/** The first ones of equal items. */
function distinct(items: readonly DraftValue[]): DraftValue[] {
  const seen = new Set<string>();
  return items.filter((item) => seen.size < seen.add(JSON.stringify(item)).size);
}
