import type { DraftDocument } from "../edit/draft-document.ts";
import { type JsonCheck, type JsonSchemaFault, startRun } from "../validation/json-check.ts";

/** Faults that are found at once; further ones wait until these are mended. */
const maximumFaults = 100_000;

/** How deep a draft may be; what is deeper was refused when it was read. */
const maximumDepth = 2000;

/** Where a draft does not fit a schema; nowhere where it does. */
export function findFaults({ root }: DraftDocument, check: JsonCheck): readonly JsonSchemaFault[] {
  const run = startRun(maximumFaults, maximumDepth, true);
  return check(root, run) ? [] : run.faults;
}
