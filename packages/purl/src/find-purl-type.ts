import { purlTypes } from "./generated/purl-types.ts";
import type { PurlType } from "./purl-type.ts";

/**
 * The definition of a type that is registered with the purl community; `undefined` for others, which any purl may use.
 *
 * @example
 * ```ts
 * import { findPurlType } from "@coppice/purl";
 *
 * findPurlType("maven")?.namespace; // => "required"
 * findPurlType("maven")?.defaultQualifiers; // => { type: "jar" }
 * findPurlType("something"); // => undefined
 * ```
 */
export function findPurlType(type: string): PurlType | undefined {
  return purlTypes.get(type);
}
