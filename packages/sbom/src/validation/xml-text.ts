import { isDay } from "./date-time.ts";
import { isIriReference } from "./iri-reference.ts";
import type { XmlBuiltIn, XmlSchemaTable, XmlSimpleType } from "./xml-schema-table.ts";

/** Says what is wrong with a text of a type, to end the sentence "the text …"; nothing where it fits. */
export type TextCheck = (text: string) => string | undefined;

/** Gives the check of a simple type of a table. Checks are made when they are first asked for. */
export function createTextChecks(
  table: XmlSchemaTable,
  licenses: ReadonlySet<string>,
): (type: number) => TextCheck {
  const checks: (TextCheck | undefined)[] = [];
  const checkOf = (index: number): TextCheck => {
    let check = checks[index];
    if (check === undefined) {
      const type = table.types[index];
      check = type?.kind === "simple" ? textCheck(type, licenses, checkOf) : () => undefined;
      checks[index] = check;
    }
    return check;
  };
  return checkOf;
}

function textCheck(
  type: XmlSimpleType,
  licenses: ReadonlySet<string>,
  checkOf: (type: number) => TextCheck,
): TextCheck {
  const { union, base = "string", min, max, minLength = 0, maxLength } = type;
  if (union !== undefined) {
    const members = union.map(checkOf);
    return (text) => {
      const faults = members.map((member) => member(text));
      return faults.includes(undefined) ? undefined : faults.at(-1);
    };
  }
  const allowed = type.enum === undefined ? undefined : new Set(type.enum);
  const words = type.enum?.slice(0, 20).map((word) => JSON.stringify(word)) ?? [];
  const pattern = type.pattern === undefined ? undefined : new RegExp(type.pattern, "u");
  const builtIn = builtIns[base];
  return (raw) => {
    const text = normalizeXmlSpace(raw, base);
    if (!builtIn.fits(text)) return `must be ${builtIn.what}`;
    if (allowed?.has(text) === false) {
      return `must be one of ${words.join(", ")}${words.length < allowed.size ? ", …" : ""}`;
    }
    if (type.licenses && !licenses.has(text)) {
      return "must be an identifier of the SPDX licence list, in its exact spelling";
    }
    if (pattern?.test(text) === false) return `must match ${type.pattern}`;
    const length = minLength > 0 || maxLength !== undefined ? [...text].length : 0;
    if (length < minLength) return `must have ${minLength} characters or more`;
    if (maxLength !== undefined && length > maxLength) {
      return `must have ${maxLength} characters at most`;
    }
    if (min !== undefined && Number(text) < min) return `must be ${min} or more`;
    if (max !== undefined && Number(text) > max) return `must be ${max} or less`;
    return undefined;
  };
}

/** A text with its white space as its built-in type has it (XML Schema Part 2 §4.3.6). */
export function normalizeXmlSpace(text: string, base: XmlBuiltIn): string {
  if (base === "string") return text;
  const replaced = text.replace(/[\t\n\r]/g, " ");
  if (base === "normalizedString") return replaced;
  return replaced
    .split(" ")
    .filter((word) => word !== "")
    .join(" ");
}

const anything = { what: "text", fits: () => true };

const builtIns: Readonly<
  Record<XmlBuiltIn, { readonly what: string; fits(text: string): boolean }>
> = {
  string: anything,
  normalizedString: anything,
  token: anything,
  boolean: { what: "true or false", fits: (text) => /^(?:true|false|1|0)$/.test(text) },
  decimal: {
    what: "a decimal number",
    fits: (text) => /^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)$/.test(text),
  },
  integer: { what: "an integer", fits: (text) => /^[+-]?[0-9]+$/.test(text) },
  date: { what: "a date such as 2024-02-29", fits: isXmlDate },
  dateTime: { what: "a date and time such as 2024-02-29T12:00:00Z", fits: isXmlDateTime },
  anyURI: { what: "a URI or a relative one", fits: isAnyUri },
};

const date = /^(-?[0-9]{4,})-([0-9]{2})-([0-9]{2})(Z|[+-][0-9]{2}:[0-9]{2})?$/;
const time = /^([0-9]{2}):([0-9]{2}):([0-9]{2}(?:\.[0-9]+)?)(Z|[+-][0-9]{2}:[0-9]{2})?$/;

/** XML Schema Part 2 §3.2.9. */
function isXmlDate(text: string): boolean {
  const [, year = "", month, day, zone] = date.exec(text) ?? [];
  const tooLong = /^-?0[0-9]{4}/.test(year);
  if (tooLong || Number(year) === 0 || !isXmlZone(zone)) return false;
  return isDay(Number(year), Number(month), Number(day));
}

/** XML Schema Part 2 §3.2.7. The end of a day may be written as 24:00:00. */
function isXmlDateTime(text: string): boolean {
  const letter = text.indexOf("T");
  const [, hour, minute, second, zone] = time.exec(text.slice(letter + 1)) ?? [];
  const day = text.slice(0, Math.max(letter, 0));
  if (hour === undefined || /[Z:]/.test(day) || !isXmlDate(day) || !isXmlZone(zone)) return false;
  const endOfDay = Number(hour) === 24 && Number(minute) === 0 && Number(second) === 0;
  return endOfDay || (Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60);
}

function isXmlZone(zone = "Z"): boolean {
  const [hours, minutes] = zone === "Z" ? [0, 0] : zone.slice(1).split(":").map(Number);
  return Number(minutes) < 60 && Number(hours) * 60 + Number(minutes) <= 14 * 60;
}

/**
 * XML Schema Part 2 §3.2.17: a URI reference once the characters that a URI cannot have are escaped. Brackets may stand in
 * a fragment, and a port that is empty is none, as libxml2 has it.
 */
function isAnyUri(text: string): boolean {
  const escaped = text.replace(/[^\x21-\x7e]|[<>"{}|\\^`]/gu, "_");
  if (/^(?:[a-zA-Z0-9+.-]+:)?\/\/[^/?#]*:(?:[/?#]|$)/.test(escaped)) return false;
  const hash = escaped.indexOf("#");
  if (hash < 0) return isIriReference(escaped);
  return isIriReference(escaped.slice(0, hash) + escaped.slice(hash).replace(/[[\]]/g, "_"));
}
