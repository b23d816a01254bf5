import { compareVersions, isValidVersion, type VersionScheme } from "@coppice/vers";
import type { SbomVersionChange } from "./sbom-difference.ts";

/** Something that may know by which rules its version is ordered. */
interface Versioned {
  readonly scheme: VersionScheme | undefined;
}

/** The rules by which versions of several are ordered: the first that any of them knows, by name, or a best effort. */
export function sharedScheme(entries: readonly Versioned[]): VersionScheme {
  let least: VersionScheme | undefined;
  for (const { scheme } of entries) {
    if (scheme !== undefined && (least === undefined || scheme < least)) least = scheme;
  }
  return least ?? "generic";
}

/** Which way a version went. What is no version of the scheme goes no way, nor does one that is spelt otherwise. */
export function versionDirection(
  scheme: VersionScheme,
  before: string | undefined,
  after: string | undefined,
): SbomVersionChange["direction"] {
  if (before === undefined || after === undefined) return "other";
  if (!isVersion(scheme, before) || !isVersion(scheme, after)) return "other";
  const order = compareVersions(scheme, after, before);
  return order > 0 ? "upgrade" : order < 0 ? "downgrade" : "other";
}

/** Where there are no rules, only what begins with a number has an order that anyone would agree to. */
function isVersion(scheme: VersionScheme, text: string): boolean {
  return scheme === "generic" ? /^[vV]?[0-9]/.test(text) : isValidVersion(scheme, text);
}
