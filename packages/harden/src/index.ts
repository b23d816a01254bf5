/**
 * Plans what to remove from an image, says why, and checks the result before anything is applied.
 *
 * @module @coppice/harden
 */
export { type DatabaseEdits, editDpkgDatabase } from "./dpkg/edit-database.ts";
export type { DpkgRemains } from "./dpkg/edit-status.ts";
export { HardenError, type HardenErrorCode, isHardenError } from "./harden-error.ts";
export { planHardening } from "./plan-hardening.ts";
export { defaultPolicy } from "./policy.ts";
export { remainingBom } from "./remaining-bom.ts";
export { type VerifyHardenedInput, verifyHardened } from "./verify-hardened.ts";
