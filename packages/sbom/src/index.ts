/**
 * Renders a bill of materials as a standard SBOM document.
 *
 * @module @coppice/sbom
 */
export {
  type CycloneDxVersion,
  type RenderCycloneDxOptions,
  renderCycloneDx,
} from "./render-cyclone-dx.ts";
export { isSbomError, SbomError, type SbomErrorCode } from "./sbom-error.ts";
