/**
 * Package URLs: strict and loose parsing, canonical text, identity, and names as each ecosystem writes them.
 *
 * @module @coppice/purl
 */
export { findPurlType } from "./find-purl-type.ts";
export type { PurlRepair, PurlRepairCode } from "./list-repairs.ts";
export { nativeName } from "./native-name.ts";
export {
  type LoosePurl,
  type PurlProblem,
  parseLoosePurl,
  type ReadablePurl,
  type UnreadablePurl,
} from "./parse-loose-purl.ts";
export { parsePurl } from "./parse-purl.ts";
export type { Purl, PurlParts } from "./purl.ts";
export { isPurlError, PurlError, type PurlErrorCode } from "./purl-error.ts";
export { purlIdentity, samePurl } from "./purl-identity.ts";
export { type PurlOfOptions, purlOf } from "./purl-of.ts";
export type { PurlType } from "./purl-type.ts";
export { renderPurl } from "./render-purl.ts";
