import { digitsEnd } from "../text/characters.ts";
import { compareSemanticVersions } from "./compare-semantic-versions.ts";
import { isSemanticVersion } from "./is-semantic-version.ts";
import type { SchemeRules } from "./scheme-rules.ts";

const compare = (a: string, b: string): number => compareSemanticVersions(a, b);
const isValid = (version: string): boolean => isSemanticVersion(version);

/** Semantic Versioning 2.0.0, which npm, Cargo, Hex and Swift keep to. */
export const semver: SchemeRules = { compare, isValid };

/** Go modules: `v` before the numbers, which advisories leave out, and `+incompatible` does not count. See the Go Modules Reference. */
export const golang: SchemeRules = {
  compare: (a, b) => compareSemanticVersions(withoutGo(a), withoutGo(b)),
  isValid: (version) => isSemanticVersion(version, version.startsWith("v") ? 1 : 0),
};

/** Dart's pub: build metadata counts. See "Versions" of the pub documentation. */
export const pub: SchemeRules = {
  compare: (a, b) => compareSemanticVersions(a, b, { compareBuild: true }),
  isValid,
};

/** Julia: as pub, with fewer numbers if one likes. See "Version Number Literals" of the Julia manual. */
export const julia: SchemeRules = {
  compare: pub.compare,
  isValid: (version) => isSemanticVersion(version, version.startsWith("v") ? 1 : 0, 1),
};

/** NuGet: up to four numbers, and case does not count. See "Package versioning" of the NuGet documentation. */
export const nuget: SchemeRules = {
  compare: (a, b) => compareSemanticVersions(a, b, { ignoreCase: true }),
  isValid: (version) => isSemanticVersion(withoutLeadingZeros(version), 0, 1, 4),
};

/** nginx: numbers between dots. See nginx's security advisories. */
export const nginx: SchemeRules = {
  compare,
  isValid: (version) => isSemanticVersion(version, 0, 2, 3),
};

/** The toolchain writes its own releases as `go1.21rc2`. */
function withoutGo(version: string): string {
  return version.startsWith("go") ? version.slice(2) : version;
}

/** NuGet reads `1.0.01` as 1.0.1. */
function withoutLeadingZeros(version: string): string {
  let index = 0;
  let kept = "";
  for (;;) {
    const end = digitsEnd(version, index);
    while (index < end - 1 && version.charCodeAt(index) === 0x30) index++;
    kept += version.slice(index, end);
    if (version.charCodeAt(end) !== 0x2e) return kept + version.slice(end);
    kept += ".";
    index = end + 1;
  }
}
