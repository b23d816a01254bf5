/**
 * Statements of what vulnerabilities mean for products: OpenVEX, CSAF and CycloneDX read as one model, matched to the components
 * of an SBOM, and written.
 *
 * @module @coppice/vex
 */
export type { VexIdentity } from "./match/find-components.ts";
export { type MatchVexOptions, matchVex } from "./match/match-vex.ts";
export type {
  AppliedStatement,
  MatchedComponent,
  MatchedVulnerability,
  VexMatch,
  VexPlace,
} from "./match/vex-match.ts";
export { type ParseVexOptions, parseVex } from "./parse-vex.ts";
export type { VexLoss } from "./render/losses.ts";
export {
  type RenderedVex,
  type RenderVexOptions,
  renderVex,
  type VexTarget,
} from "./render/render-vex.ts";
export type { VexAuthor, VexDocument, VexFamily, VexFormat, VexModel } from "./vex-document.ts";
export { isVexError, VexError, type VexErrorCode } from "./vex-error.ts";
export {
  readVexJustification,
  type VexJustification,
  type VexJustificationTerms,
  vexJustifications,
  writeVexJustification,
} from "./vex-justification.ts";
export { defaultVexLimits, type VexLimits } from "./vex-limits.ts";
export {
  blankVexComponent,
  blankVexProduct,
  type VexComponent,
  type VexProduct,
} from "./vex-product.ts";
export { type VexResponse, type VexResponseTerms, vexResponses } from "./vex-response.ts";
export type { VexRating, VexStatement, VexVulnerability } from "./vex-statement.ts";
export {
  readVexStatus,
  type VexStatus,
  type VexStatusTerms,
  vexStatuses,
  writeVexStatus,
} from "./vex-status.ts";
