import type { JsonObject } from "../json/json-value.ts";
import { textOf, textsOf } from "../json/members.ts";

/** How deep sets of licences may stand in one another. */
const maximumDepth = 50;

/** Characters of the longest expression that is put together; sets that share sets could make longer ones than memory. */
const maximumLength = 100_000;

const listed = "https://spdx.org/licenses/";

/**
 * Reads the expression that a licence element, found by its id, stands for; `undefined` where it asserts none. See SPDX
 * 3.0.1, SimpleLicensing and ExpandedLicensing. An element of another document, and one that is too deep, too long or in
 * itself, is named by its id.
 */
export function createLicenseReader(
  find: (id: string) => JsonObject | undefined,
): (id: string) => string | undefined {
  const known = new Map<string, string | undefined>();
  const read = (id: string, depth: number): string | undefined => {
    const fixed = individuals.get(id.slice(id.lastIndexOf("/") + 1));
    if (fixed !== undefined) return fixed === "NOASSERTION" ? undefined : fixed;
    if (known.has(id)) return known.get(id);
    const plain = id.startsWith(listed) ? id.slice(listed.length) : licenseReference(id);
    const element = depth > maximumDepth ? undefined : find(id);
    if (element === undefined) return plain;
    known.set(id, plain);
    const text = expressionOf(element, plain, (inner) => read(inner, depth + 1));
    const expression = text !== undefined && text.length > maximumLength ? plain : text;
    known.set(id, expression);
    return expression;
  };
  return (id) => read(id, 0);
}

function expressionOf(
  element: JsonObject,
  plain: string,
  read: (id: string) => string | undefined,
): string | undefined {
  const inner = (member: string): string => {
    const id = textOf(element[member]);
    return (id === undefined ? undefined : read(id)) ?? "NOASSERTION";
  };
  const joined = (operator: string): string | undefined => {
    const members = textsOf(element["expandedlicensing_member"]).flatMap((id) => read(id) ?? []);
    if (members.length < 2) return members[0];
    let length = 0;
    for (const member of members) length += member.length;
    // Too long already, whatever stands between.
    if (length > maximumLength) return plain;
    return members.map((text) => (text.includes(" ") ? `(${text})` : text)).join(` ${operator} `);
  };
  switch (element["type"]) {
    case "simplelicensing_LicenseExpression": {
      const text = textOf(element["simplelicensing_licenseExpression"]);
      return text === "NOASSERTION" ? undefined : text;
    }
    case "expandedlicensing_ConjunctiveLicenseSet":
      return joined("AND");
    case "expandedlicensing_DisjunctiveLicenseSet":
      return joined("OR");
    case "expandedlicensing_OrLaterOperator":
      return `${inner("expandedlicensing_subjectLicense")}+`;
    case "expandedlicensing_WithAdditionOperator": {
      const license = inner("expandedlicensing_subjectExtendableLicense");
      return `${license} WITH ${inner("expandedlicensing_subjectAddition")}`;
    }
    default:
      return plain;
  }
}

/** The licences that the specification itself defines as individuals, by the last part of their name. */
const individuals: ReadonlyMap<string, string> = new Map([
  ["NoAssertion", "NOASSERTION"],
  ["NoAssertionLicense", "NOASSERTION"],
  ["expandedlicensing_NoAssertionLicense", "NOASSERTION"],
  ["None", "NONE"],
  ["NoneLicense", "NONE"],
  ["expandedlicensing_NoneLicense", "NONE"],
]);

/** A name for an element in expressions, made of the end of its id. */
export function licenseReference(id: string): string {
  const end = id.slice(Math.max(id.lastIndexOf("/"), id.lastIndexOf("#")) + 1);
  if (end.startsWith("LicenseRef-")) return end;
  return `LicenseRef-${end.replace(/[^A-Za-z0-9.-]/g, "-")}`;
}
