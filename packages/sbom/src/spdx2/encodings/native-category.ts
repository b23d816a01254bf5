import { referenceCategories } from "./spdx2-words.ts";

/**
 * A category of external references as the JSON Schema of the document's version spells it: 2.3 like the other encodings
 * with hyphens, versions before it with underscores.
 */
export function nativeCategory(category: string, spdxVersion: unknown): string {
  const known = referenceCategories.lookup(category);
  if (known === undefined) return category;
  const old = typeof spdxVersion === "string" && /^SPDX-2\.[0-2]/.test(spdxVersion);
  return old ? known.replace("-", "_") : known;
}
