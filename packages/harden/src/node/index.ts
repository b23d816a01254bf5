/**
 * Applies a hardening plan to an image of this machine.
 *
 * @module @coppice/harden/node
 */
export { type AppliedPlan, type ApplyPlanInput, applyPlan } from "./apply-plan.ts";
