import { rulesOf } from "./schemes/schemes.ts";
import type { VersionScheme } from "./version-scheme.ts";

/**
 * Whether a text is a version by the rules of its ecosystem. {@link compareVersions} orders it in either case.
 *
 * @throws A {@link VersError} with code `SCHEME_UNKNOWN`.
 *
 * @example
 * ```ts
 * import { isValidVersion } from "@coppice/vers";
 *
 * isValidVersion("npm", "1.2.3-rc.1"); // => true
 * isValidVersion("npm", "latest"); // => false
 * isValidVersion("deb", "1:2.0-1+deb12u1"); // => true
 * ```
 */
export function isValidVersion(scheme: VersionScheme, version: string): boolean {
  return rulesOf(scheme).isValid(version);
}
