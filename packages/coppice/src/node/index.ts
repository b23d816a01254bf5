/**
 * The command line as a function: inventory, trace, plan, apply, verify, sbom and lockfile.
 *
 * @module coppice
 */
export type { Io, Output } from "./io.ts";
export { main } from "./main.ts";
export { planReport } from "./reports/plan-report.ts";
