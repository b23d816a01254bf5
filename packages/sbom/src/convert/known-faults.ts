import type { DraftDocument } from "../edit/draft-document.ts";
import { type DraftValue, isDraft } from "../json/draft.ts";
import type { SbomFormat } from "../sbom-format.ts";
import type { JsonSchemaFault } from "../validation/json-check.ts";
import { loadJsonSchema } from "../validation/load-schema.ts";
import { findFaults } from "./find-faults.ts";

/** Whether a fault of a draft is one that it had before it was changed. */
export type IsKnownFault = (fault: JsonSchemaFault) => boolean;

/**
 * Tells the faults that a draft has against the schema of the format that it is in, which are not the conversion's to mend,
 * from those of the version that it becomes. A fault is the same where what it is about and the keyword are. There are none
 * without a format, and in XML, as also in all CycloneDX before 1.2: what its schema allows is more than that of JSON does.
 */
export async function knownFaults(
  draft: DraftDocument,
  format: SbomFormat | undefined,
): Promise<IsKnownFault | undefined> {
  if (format === undefined || format.encoding === "xml" || /^1\.[01]$/.test(format.version)) {
    return undefined;
  }
  const check = await loadJsonSchema(format, false);
  const known = new Map<DraftValue | undefined, Set<string>>();
  for (const fault of findFaults(draft, check)) {
    const { about, words } = identify(draft, fault);
    known.set(about, (known.get(about) ?? new Set()).add(words));
  }
  return (fault) => {
    const { about, words } = identify(draft, fault);
    return known.get(about)?.has(words) ?? false;
  };
}

/**
 * What a fault is about: an object or array, which stays the same where others before it go, or a member of one; and in
 * words its keyword and the members that lead to it.
 */
function identify(
  draft: DraftDocument,
  { path, keyword, missing = "" }: JsonSchemaFault,
): { readonly about: DraftValue | undefined; readonly words: string } {
  const value = draft.find(path);
  const words = [keyword, missing, ...path.filter((step) => typeof step === "string")];
  if (isDraft(value) || Array.isArray(value)) {
    return { about: value, words: JSON.stringify(words) };
  }
  return { about: draft.find(path.slice(0, -1)), words: JSON.stringify([...words, path.at(-1)]) };
}
