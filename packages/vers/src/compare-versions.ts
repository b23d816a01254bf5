import { rulesOf } from "./schemes/schemes.ts";
import type { VersionScheme } from "./version-scheme.ts";

/**
 * Orders two versions as their ecosystem does: negative when `a` is earlier, 0 when they are equal, positive when `a` is
 * later. Any two texts are ordered: what is no version of the scheme (ask {@link isValidVersion}) comes before all that are,
 * or stands where the characters that can be read place it. The README says which, scheme by scheme.
 *
 * @throws A {@link VersError} with code `SCHEME_UNKNOWN`.
 *
 * @example
 * ```ts
 * import { compareVersions } from "@coppice/vers";
 *
 * compareVersions("npm", "1.10.0", "1.9.0") > 0; // => true
 * compareVersions("pypi", "1.0rc1", "1.0") < 0; // => true
 * compareVersions("maven", "1.0-ga", "1"); // => 0
 * ["1.0-r1", "1.0_rc2"].sort((a, b) => compareVersions("apk", a, b)); // => ["1.0_rc2", "1.0-r1"]
 * ```
 */
export function compareVersions(scheme: VersionScheme, a: string, b: string): number {
  return rulesOf(scheme).compare(a, b);
}
