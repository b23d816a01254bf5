import {
  type DraftDocument,
  draftDocument,
  finishDraft,
  objectsIn,
} from "../edit/draft-document.ts";
import { dropReferences, unsign } from "../edit/drop-references.ts";
import { idsWithout } from "../edit/ids-without.ts";
import { mapCarried } from "../edit/map-carried.ts";
import { type DraftValue, draftsOf, isDraft } from "../json/draft.ts";
import { jsonPointerSteps } from "../json/json-pointer.ts";
import { readModel } from "../read-model.ts";
import type { SbomComponent } from "../sbom-component.ts";
import type { SbomDocument } from "../sbom-document.ts";
import { removeComponents } from "./remove-components.ts";

const reason = "it refers to a component that is left out";

/** A document without some of its components and all that is said of them. */
export function removeFromDocument(
  document: SbomDocument,
  removed: readonly SbomComponent[],
): SbomDocument {
  const draft = draftDocument(document.native);
  removeFromDraft(draft, document, removed);
  const native = finishDraft(draft);
  return { ...document, ...readModel(document.format, native, () => {}), native };
}

/** Takes some of its components, and all that is said of them, out of a draft of a document. */
export function removeFromDraft(
  draft: DraftDocument,
  document: SbomDocument,
  removed: readonly SbomComponent[],
): void {
  const { format, native } = document;
  if (removed.length === 0) return;
  for (const { pointer } of removed) {
    unsign(draft, jsonPointerSteps(pointer), "it signs parts that are left out");
  }
  const gone = new Set(removed.map(({ ref }) => ref));
  if (format.family === "cyclonedx") dropCompleteness(draft, document, gone);
  removeComponents(draft, format, new Set(removed.map(({ pointer }) => pointer)));
  if (format.family === "cyclonedx") dropCarried(draft, gone);
  else if (format.family === "syft") dropSyftRelationships(draft, gone);
  // Where several had one id, what names it meant the first: it must not come to mean another that is left.
  const ids = idsWithout(format, native, finishDraft(draft));
  dropReferences(draft, format, new Set([...gone, ...ids]));
}

/**
 * Says of compositions that they are incomplete where something in them has lost parts or dependencies. What the document is
 * about has all components as its parts, and so has a composition that names none.
 */
function dropCompleteness(
  draft: DraftDocument,
  { subjects, relationships }: SbomDocument,
  gone: ReadonlySet<string>,
): void {
  const wholes = new Set<DraftValue>(subjects);
  const dependents = new Set<DraftValue>();
  for (const { from, kind, to } of relationships) {
    if (!gone.has(to)) continue;
    if (kind === "contains") wholes.add(from);
    if (kind === "dependsOn") dependents.add(from);
  }
  const names = (list: DraftValue | undefined, refs: ReadonlySet<DraftValue>): boolean =>
    Array.isArray(list) && list.some((ref) => refs.has(ref));
  for (const composition of draftsOf(draft.root["compositions"])) {
    const { aggregate, assemblies, dependencies, vulnerabilities } = composition;
    const ofAll = [assemblies, dependencies, vulnerabilities].every((list) => list === undefined);
    if (aggregate !== "complete") continue;
    if (!ofAll && !names(assemblies, wholes) && !names(dependencies, dependents)) continue;
    draft.lose(composition, "aggregate", "what it speaks of is no longer complete");
    composition["aggregate"] = "incomplete";
    delete composition["signature"];
  }
}

/** Takes out relationships to what is gone that are carried in properties. */
function dropCarried(draft: DraftDocument, gone: ReadonlySet<string>): void {
  const keep = (ref: string): string | undefined => (gone.has(ref) ? undefined : ref);
  const isKept = (item: DraftValue): boolean => {
    const { name, value } = isDraft(item) ? item : {};
    if (typeof name !== "string" || typeof value !== "string") return true;
    return mapCarried({ name, value }, keep) !== undefined;
  };
  for (const object of objectsIn(draft.root)) {
    const { properties } = object;
    if (!Array.isArray(properties)) continue;
    const kept = properties.filter(isKept);
    if (kept.length === properties.length) continue;
    draft.lose(object, "properties", reason);
    if (kept.length > 0) object["properties"] = kept;
    else delete object["properties"];
  }
}

function dropSyftRelationships(draft: DraftDocument, gone: ReadonlySet<string>): void {
  const list = draft.root["artifactRelationships"];
  if (!Array.isArray(list)) return;
  list.forEach((item, index) => {
    const { parent, child } = isDraft(item) ? item : {};
    if (![parent, child].some((ref) => typeof ref === "string" && gone.has(ref))) return;
    draft.remove(["artifactRelationships", index], reason);
  });
}
