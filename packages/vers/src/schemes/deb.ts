import { digitsEnd, isDigit, isLetter } from "../text/characters.ts";
import { compareDebianVersions } from "./compare-debian-versions.ts";
import type { SchemeRules } from "./scheme-rules.ts";

/** Debian and its descendants. See the Debian Policy Manual, 5.6.12 (versions) and 7.1 (relations). */
export const deb: SchemeRules = {
  compare: compareDebianVersions,
  isValid: isDebianVersion,
};

/** OCaml's opam: Debian versions without an epoch. See "Version ordering" of the opam manual. */
export const opam: SchemeRules = {
  compare: compareDebianVersions,
  isValid: (version) => /^[a-zA-Z0-9+._~-]+$/.test(version),
};

function isDebianVersion(version: string): boolean {
  const colon = version.indexOf(":");
  if (colon === 0 || (colon > 0 && digitsEnd(version, 0) !== colon)) return false;
  const hyphen = version.lastIndexOf("-");
  const end = hyphen > colon ? hyphen : version.length;
  if (!isDigit(version.charCodeAt(colon + 1)) || end + 1 === version.length) return false;
  for (let index = colon + 1; index < version.length; index++) {
    const code = version.charCodeAt(index);
    const inRevision = index > end;
    const plain =
      isDigit(code) || isLetter(code) || code === 0x2e || code === 0x2b || code === 0x7e;
    if (!plain && (inRevision || (code !== 0x2d && !(code === 0x3a && colon >= 0)))) return false;
  }
  return true;
}
