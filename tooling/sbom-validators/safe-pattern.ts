import { isSafe } from "redos-detector";

const escaped = "\\\\[\\\\*?!\"#$%&'()+,/:;<=>@[\\]\\^`{|}~]";
const part = `(?:[a-zA-Z0-9\\-._]|${escaped})+(?:\\?+|\\*)?`;
/** A part of a CPE 2.3 name, written so that each character can be read in one way only. */
const cpePart = `(?::(?:\\*(?:${part})?|\\?*${part}))`;
const cpeLanguage = "(?::(?:[a-zA-Z]{2,3}(?:-(?:[a-zA-Z]{2}|[0-9]{3}))?|[*\\-]))";
const cpe =
  "^(?:c[pP][eE]:/[AHOaho]?(?::[A-Za-z0-9._\\-~%]*){0,6}" +
  `|cpe:2\\.3:[aho*\\-]${cpePart}{5}${cpeLanguage}${cpePart}{4})$`;

const number = "(?:0|[1-9]\\d*)";
const identifier = "[0-9a-zA-Z\\-]+";
const preRelease = `(?!0\\d+(?![0-9a-zA-Z\\-]))${identifier}`;
const semanticVersion =
  `^${number}\\.${number}\\.${number}(?:-${preRelease}(?:\\.${preRelease})*)?` +
  `(?:\\+${identifier}(?:\\.${identifier})*)?$`;

/** What to use for a pattern of the schemas that can be read in more than one way, by how it starts. */
const equals: readonly (readonly [start: string, equal: string])[] = [
  ["^(?:([c][pP][eE]:/", cpe],
  ["^(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)(?:-((?:0|", semanticVersion],
];

/**
 * An equal of a pattern that matches in linear time.
 *
 * @throws An error where the pattern is slow and no equal is known.
 */
export function safePattern(pattern: string): string {
  const equal = equals.find(([start]) => pattern.startsWith(start))?.[1];
  if (equal !== undefined) return equal;
  if (!found.has(pattern) && !isSafe(new RegExp(pattern, "u")).safe) {
    throw new Error(`slow pattern ${pattern}`);
  }
  found.add(pattern);
  return pattern;
}

/** Patterns that were found to be linear. Most are in every version of a schema. */
const found = new Set<string>();

/**
 * The pattern of XML Schema as one of JavaScript, which matches the whole of a text.
 *
 * @throws An error on what none of the schemas uses and JavaScript reads otherwise.
 */
export function patternOfXmlSchema(pattern: string): string {
  const translated = pattern.replace(/\\.|\[(?:\\.|[^\]\\])*\]|[.^$]/gu, (token) => {
    if (token === ".") return "[^\\n\\r]";
    const parts = token.replace(/\\[^a-zA-Z0-9]/gu, "");
    if (/^[\^$]|\\|.\[/u.test(parts)) throw new Error(`untranslated ${token} of ${pattern}`);
    return token;
  });
  return safePattern(`^(?:${translated})$`);
}
