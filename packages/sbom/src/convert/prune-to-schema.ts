import { type DraftDocument, type DraftPath, isDraftObject } from "../edit/draft-document.ts";
import { type JsonCheck, type JsonSchemaFault, startRun } from "../validation/json-check.ts";

/** How a document is made to fit a schema. */
export interface PruneOptions {
  /** What a loss says of why. */
  readonly reason: string;
  /** Values of members that the schema requires, by their names, and that say nothing new. */
  readonly defaults: ReadonlyMap<string, string>;
  /** A word of the schema for one at `path` that it does not have; what was there is a loss. */
  readonly nearest?: (path: DraftPath) => string | undefined;
}

/** Rounds after which a document that still does not fit is left as it is; one takes out what an earlier one has uncovered. */
const maximumRounds = 200;

/** Faults that are mended in one round; further ones wait for the next. */
const faultsPerRound = 100_000;

/** How deep a draft may be; what is deeper was refused when it was read. */
const maximumDepth = 2000;

/**
 * Takes out of a draft whatever a schema does not allow, until it fits: unknown members, words that it does not have, and
 * objects that lack what they must have. Each is a loss.
 */
export function pruneToSchema(draft: DraftDocument, check: JsonCheck, options: PruneOptions): void {
  for (let round = 0; round < maximumRounds; round += 1) {
    const run = startRun(faultsPerRound, maximumDepth, true);
    if (check(draft.root, run)) return;
    for (const fault of run.faults) mend(draft, fault, options);
    draft.compact();
  }
}

function mend(
  draft: DraftDocument,
  { path, keyword, missing, message }: JsonSchemaFault,
  { reason, defaults, nearest }: PruneOptions,
): void {
  const owner = draft.find(path);
  const value = missing === undefined ? undefined : defaults.get(missing);
  if (missing !== undefined && value !== undefined && isDraftObject(owner)) {
    owner[missing] = value;
    return;
  }
  const container = draft.find(path.slice(0, -1));
  const member = path.at(-1);
  const word = keyword === "enum" ? nearest?.(path) : undefined;
  draft.remove(path, `${reason}: ${message}`);
  if (word !== undefined && member !== undefined && isDraftObject(container)) {
    container[member] = word;
  }
}
