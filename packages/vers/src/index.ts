/**
 * Orders versions as each ecosystem does, and matches them against version ranges.
 *
 * @module @coppice/vers
 */
export { compareVersions } from "./compare-versions.ts";
export { isValidVersion } from "./is-valid-version.ts";
export { nativeFromRange } from "./native-from-range.ts";
export { canonicalizeVers } from "./range/canonicalize-vers.ts";
export { intersectVers } from "./range/intersect-vers.ts";
export { invertVers } from "./range/invert-vers.ts";
export { mergeVers } from "./range/merge-vers.ts";
export { type ParseVersOptions, parseVers } from "./range/parse-vers.ts";
export { renderVers } from "./range/render-vers.ts";
export { versContains } from "./range/vers-contains.ts";
export type { VersComparator, VersConstraint, VersRange } from "./range/vers-range.ts";
export { rangeFromNative } from "./range-from-native.ts";
export { compareDebianVersions } from "./schemes/compare-debian-versions.ts";
export { isVersError, VersError, type VersErrorCode } from "./vers-error.ts";
export type { VersionScheme } from "./version-scheme.ts";
export { versionSchemeOf } from "./version-scheme-of.ts";
