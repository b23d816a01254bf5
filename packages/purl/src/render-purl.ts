import { makePurl } from "./make-purl.ts";
import type { PurlParts } from "./purl.ts";
import { renderDraft } from "./render-draft.ts";

/**
 * The canonical text of a package URL: the rules of its type applied, everything encoded, qualifiers in order. See
 * ECMA-427, 5.6. What {@link parsePurl} gave renders as the canonical form of what it was given.
 *
 * @example
 * ```ts
 * import { renderPurl } from "@coppice/purl";
 *
 * renderPurl({ type: "npm", namespace: "@babel", name: "core", version: "7.26.0" }); // => "pkg:npm/%40babel/core@7.26.0"
 * ```
 * @throws A {@link PurlError} with a code that says which rule the parts break.
 */
export function renderPurl(parts: PurlParts): string {
  return renderDraft(makePurl(parts));
}
