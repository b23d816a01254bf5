import type { Purl } from "./purl.ts";
import { emptyDraft, finishDraft } from "./purl-draft.ts";
import { PurlError } from "./purl-error.ts";
import { readPurl } from "./read-purl.ts";

/**
 * Reads a package URL as ECMA-427 has it, and brings it into the canonical form of its type. What the standard tells
 * parsers to accept is accepted (slashes after `pkg:`, a type in upper case, qualifiers in any order); what tools get
 * wrong is not, which is for {@link parseLoosePurl}. A type that is not registered has no rules to break.
 *
 * @example
 * ```ts
 * import { parsePurl } from "@coppice/purl";
 *
 * parsePurl("pkg:npm/%40babel/core@7.26.0"); // => { type: "npm", namespace: "@babel", name: "core", version: "7.26.0" }
 * parsePurl("pkg:pypi/Django_package").name; // => "django-package"
 * ```
 * @throws A {@link PurlError} with a code that says which rule is broken.
 */
export function parsePurl(text: string): Purl {
  const draft = emptyDraft();
  const fault = readPurl(text, draft);
  if (fault !== undefined) throw new PurlError(fault.code, fault.message);
  return finishDraft(draft);
}
