import { isJsonObject, type JsonValue } from "../../json/json-value.ts";
import type { XmlAlternative } from "./xml-type.ts";

/**
 * The element that a value of JSON is written as: the first that has a place for all that the value holds, else the one
 * that has a place for most of it.
 */
export function chooseXmlAlternative(
  alternatives: readonly XmlAlternative[],
  value: JsonValue,
): XmlAlternative | undefined {
  if (alternatives.length === 1) return alternatives[0];
  let best: XmlAlternative | undefined;
  let most = -1;
  for (const alternative of alternatives) {
    if (
      (alternative.value.kind === "scalar" && alternative.under === undefined) ===
      isJsonObject(value)
    )
      continue;
    const names = isJsonObject(value)
      ? Object.keys(value).filter((name) => !name.startsWith("$"))
      : [];
    const known = names.filter((name) => hasMember(alternative, name)).length;
    if (known === names.length && hasNeeded(alternative, value)) return alternative;
    if (known > most) {
      best = alternative;
      most = known;
    }
  }
  return best;
}

/** Whether `value` has what the element cannot be without: it would come back with it, and empty. */
function hasNeeded({ under, value: kind }: XmlAlternative, value: JsonValue): boolean {
  const text =
    kind.kind === "object" && kind.type.text?.optional === false
      ? kind.type.text.member
      : undefined;
  const needed = under ?? text;
  return needed === undefined || (isJsonObject(value) && Object.hasOwn(value, needed));
}

function hasMember({ under, value }: XmlAlternative, name: string): boolean {
  if (under !== undefined) return under === name;
  return value.kind === "object" && value.type.members.has(name);
}

/** The element that all values can be: the last of those that one of them is. */
export function chooseForAll(
  alternatives: readonly XmlAlternative[],
  values: readonly JsonValue[],
): XmlAlternative | undefined {
  const chosen = new Set(values.map((value) => alternativeFor(alternatives, value)));
  return alternatives.findLast((alternative) => chosen.has(alternative));
}

/** The element that `$xml` of a value names, else the one that its members tell. */
export function alternativeFor(
  alternatives: readonly XmlAlternative[],
  value: JsonValue,
): XmlAlternative | undefined {
  const items = isJsonObject(value) ? value["$xml"] : undefined;
  const own: JsonValue | undefined = Array.isArray(items)
    ? items.find((item: JsonValue) => isJsonObject(item) && item["in"] === undefined)
    : undefined;
  const name = isJsonObject(own) ? own["as"] : undefined;
  return (
    alternatives.find((alternative) => alternative.name === name) ??
    chooseXmlAlternative(alternatives, value)
  );
}
