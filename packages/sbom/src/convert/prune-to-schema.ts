import { type DraftDocument, type DraftPath, finishDraft } from "../edit/draft-document.ts";
import { dropReferences } from "../edit/drop-references.ts";
import { idsWithout } from "../edit/ids-without.ts";
import { type DraftValue, isDraft } from "../json/draft.ts";
import type { JsonObject } from "../json/json-value.ts";
import type { SbomFormat } from "../sbom-format.ts";
import type { JsonSchemaFault } from "../validation/json-check.ts";
import { loadJsonSchema } from "../validation/load-schema.ts";
import { findFaults } from "./find-faults.ts";
import type { IsKnownFault } from "./known-faults.ts";

/** How a document is made to fit a schema. */
export interface PruneOptions {
  /** The format whose schema it is to fit. */
  readonly format: SbomFormat;
  /** What the draft was before anything was taken out. */
  readonly before: JsonObject;
  /** What a loss says of why. */
  readonly reason: string;
  /** Values of members that the schema requires, by their names, and that say nothing new. */
  readonly defaults: ReadonlyMap<string, string>;
  /** A word of the schema for one at `path` that it does not have; what was there is a loss. */
  readonly nearest?: (path: DraftPath) => string | undefined;
  /** Says which faults are to stay as they are. */
  readonly isKnown?: IsKnownFault | undefined;
}

/** Rounds after which a document that still does not fit is left as it is; one takes out what an earlier one has uncovered. */
const maximumRounds = 200;

/** Keywords of which a loss says enough by its place. */
const unknowns: ReadonlySet<string> = new Set([
  "additionalProperties",
  "unevaluatedProperties",
  "enum",
]);

/** What texts of one line match in the schemas of CycloneDX. */
const oneLine = "must match ^(.*)$";

/**
 * Takes out of a draft whatever a schema does not allow, until it fits: unknown members, words that it does not have, and
 * objects that lack what they must have, with the references to these. Each is a loss.
 */
export async function pruneToSchema(draft: DraftDocument, options: PruneOptions): Promise<void> {
  const { format, before, isKnown } = options;
  const check = await loadJsonSchema(format, true);
  let mended = false;
  for (let round = 0; round < maximumRounds; round += 1) {
    const faults = findFaults(draft, check);
    const own = isKnown === undefined ? faults : faults.filter((fault) => !isKnown(fault));
    if (own.length > 0) {
      for (const fault of own) mend(draft, fault, options);
      draft.compact();
      mended = true;
      continue;
    }
    if (!mended) return;
    mended = false;
    const count = draft.losses.length;
    dropReferences(draft, format, idsWithout(format, before, finishDraft(draft)));
    if (draft.losses.length === count) return;
  }
}

function mend(
  draft: DraftDocument,
  { path, keyword, missing, message }: JsonSchemaFault,
  { reason, defaults, nearest }: PruneOptions,
): void {
  const owner = draft.find(path);
  const value = missing === undefined ? undefined : defaults.get(missing);
  if (missing !== undefined && value !== undefined && isDraft(owner)) {
    owner[missing] = value;
    return;
  }
  const container = draft.find(path.slice(0, -1));
  const member = path.at(-1);
  if (message === oneLine && isBroken(owner) && isDraft(container)) {
    draft.lose(container, String(member), `${reason}: its line breaks become spaces`);
    container[String(member)] = owner.replace(/[\t\r\n\u2028\u2029]+/g, " ");
    return;
  }
  const word = keyword === "enum" ? nearest?.(path) : undefined;
  draft.remove(path, unknowns.has(keyword) ? reason : `${reason}: ${message}`);
  if (word !== undefined && member !== undefined && isDraft(container)) {
    container[member] = word;
  }
}

function isBroken(value: DraftValue | undefined): value is string {
  return typeof value === "string" && /[\r\n\u2028\u2029]/.test(value);
}
