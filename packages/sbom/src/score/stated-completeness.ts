import type { JsonObject } from "../json/json-value.ts";
import { objectsOf, textOf, textsOf } from "../json/members.ts";
import type { SbomDocument } from "../sbom-document.ts";
import { listElements } from "../spdx3/element-index.ts";
import type { SbomEdition } from "./sbom-facts.ts";

/** How complete a document says that its list of what something contains or depends on is. */
export type StatedCompleteness = "complete" | "incomplete" | "unknown";

/** What a document says of its own completeness. */
export interface CompletenessStatements {
  /** What it says of all of its components at once. */
  readonly ofAll: StatedCompleteness | undefined;
  /** What it says of single ones, by their ref; of two statements the more cautious one. */
  readonly byRef: ReadonlyMap<string, StatedCompleteness>;
}

/** Reads what a document says of its own completeness. That something depends on nothing is complete. */
export function readStatedCompleteness(
  { native, leaves }: SbomDocument,
  edition: SbomEdition,
): CompletenessStatements {
  const byRef = new Map<string, StatedCompleteness>(leaves.map((ref) => [ref, "complete"]));
  const state = (ref: string, stated: StatedCompleteness): void => {
    const known = byRef.get(ref);
    if (known === undefined || caution[stated] > caution[known]) byRef.set(ref, stated);
  };
  switch (edition) {
    case "cyclonedx":
      return { ofAll: readCompositions(native, state), byRef };
    case "spdx2":
      readUnasserted(native, state);
      return { ofAll: undefined, byRef };
    case "spdx3":
      readRelationships(native, state);
      return { ofAll: undefined, byRef };
    case "syft":
      return { ofAll: undefined, byRef };
  }
}

const caution: { readonly [Stated in StatedCompleteness]: number } = {
  complete: 0,
  unknown: 1,
  incomplete: 2,
};

type State = (ref: string, stated: StatedCompleteness) => void;

/** CycloneDX `compositions`: one that names nothing speaks of the whole document. `not_specified` says nothing. */
function readCompositions(native: JsonObject, state: State): StatedCompleteness | undefined {
  let ofAll: StatedCompleteness | undefined;
  for (const composition of objectsOf(native["compositions"])) {
    const aggregate = textOf(composition["aggregate"]);
    if (aggregate === undefined || aggregate === "not_specified") continue;
    const stated = aggregate === "complete" || aggregate === "unknown" ? aggregate : "incomplete";
    const refs = [...textsOf(composition["assemblies"]), ...textsOf(composition["dependencies"])];
    if (refs.length === 0 && composition["vulnerabilities"] === undefined) ofAll = stated;
    for (const ref of refs) state(ref, stated);
  }
  return ofAll;
}

/** SPDX 2.3, section 11.1: a relation to `NOASSERTION` says that nobody knows. */
function readUnasserted(native: JsonObject, state: State): void {
  for (const relationship of objectsOf(native["relationships"])) {
    const from = textOf(relationship["spdxElementId"]);
    const isOpen = relationship["relatedSpdxElement"] === "NOASSERTION";
    if (isOpen && from !== undefined) state(from, "unknown");
  }
}

/** SPDX 3.0.1 `RelationshipCompleteness`. */
function readRelationships(native: JsonObject, state: State): void {
  for (const { object } of listElements(native)) {
    const [from, completeness] = [textOf(object["from"]), textOf(object["completeness"])];
    if (from === undefined || completeness === undefined) continue;
    const end = completeness.slice(completeness.lastIndexOf("/") + 1);
    state(from, end === "complete" || end === "incomplete" ? end : "unknown");
  }
}
