import { digitsEnd, lettersEnd } from "../text/characters.ts";
import { compareText } from "../text/compare-text.ts";
import { compareSemanticVersions } from "./compare-semantic-versions.ts";
import { isSemanticVersion } from "./is-semantic-version.ts";
import { orderedBy } from "./ordered-by.ts";
import type { SchemeRules } from "./scheme-rules.ts";

/**
 * OpenSSL: before 3.0, three numbers and the letters of a patch (`1.0.2zg`), since then Semantic Versioning. See OpenSSL's
 * "Versioning policy". A build such as `1.0.2k-fips` is the version that it was made from.
 */
export const openssl: SchemeRules = {
  compare: orderedBy(parseOpensslVersion, compareOpensslVersions),
  isValid: (version) => {
    const parsed = parseOpensslVersion(version);
    return parsed !== undefined && isSemanticVersion(parsed.numbers + parsed.suffix);
  },
};

interface OpensslVersion {
  readonly numbers: string;
  readonly letters: string;
  readonly suffix: string;
}

function parseOpensslVersion(text: string): OpensslVersion | undefined {
  let end = digitsEnd(text, 0);
  if (end === 0) return undefined;
  for (let next = end; text[next] === "."; end = next) {
    next = digitsEnd(text, end + 1);
    if (next === end + 1) return undefined;
  }
  const last = lettersEnd(text, end);
  const suffix = text.slice(last);
  if (suffix !== "" && suffix[0] !== "-" && suffix[0] !== "+") return undefined;
  const isBuild = suffix.startsWith("-fips");
  return {
    numbers: text.slice(0, end),
    letters: text.slice(end, last),
    suffix: isBuild ? "" : suffix,
  };
}

function compareOpensslVersions(a: OpensslVersion, b: OpensslVersion): number {
  return (
    compareSemanticVersions(a.numbers, b.numbers) ||
    compareText(a.letters, b.letters) ||
    compareSemanticVersions(`0${a.suffix}`, `0${b.suffix}`)
  );
}
