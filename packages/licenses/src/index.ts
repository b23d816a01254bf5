/**
 * SPDX licence expressions: parsing, canonical text, comparison, and the ids behind the names that packages state.
 *
 * @module @coppice/licenses
 */
export { findLicense } from "./find-license.ts";
export { isLicenseError, LicenseError, type LicenseErrorCode } from "./license-error.ts";
export type {
  LicenseCombination,
  LicenseExpression,
  LicenseReference,
  LicenseTerm,
  NoLicense,
  UnstatedLicense,
} from "./license-expression.ts";
export { successorOf } from "./license-successor.ts";
export { licensesOf, type NamedLicenses } from "./licenses-of.ts";
export {
  normalizeLicenseExpression,
  sameLicenseExpression,
} from "./normalize-license-expression.ts";
export { type ParseLicenseOptions, parseLicenseExpression } from "./parse-license-expression.ts";
export { renderLicenseExpression } from "./render-license-expression.ts";
