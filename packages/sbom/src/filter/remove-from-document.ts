import {
  type DraftDocument,
  draftDocument,
  finishDraft,
  isDraftObject,
  objectsIn,
} from "../edit/draft-document.ts";
import { dropReferences, unsign } from "../edit/drop-references.ts";
import { mapCarried } from "../edit/map-carried.ts";
import { type DraftValue, draftsOf } from "../json/draft.ts";
import { jsonPointerSteps } from "../json/json-pointer.ts";
import type { JsonObject } from "../json/json-value.ts";
import { readModel } from "../read-model.ts";
import type { SbomComponent } from "../sbom-component.ts";
import type { SbomDocument } from "../sbom-document.ts";
import type { SbomFormat } from "../sbom-format.ts";
import { referenceFormatOf } from "../validation/reference-format.ts";
import { visitReferences } from "../validation/visit-references.ts";
import { removeComponents } from "./remove-components.ts";

const reason = "it refers to a component that is left out";

/** A document without some of its components and all that is said of them. */
export function removeFromDocument(
  document: SbomDocument,
  removed: readonly SbomComponent[],
): SbomDocument {
  const native = finishDraft(removeFromDraft(document, removed));
  return { ...document, ...readModel(document.format, native, () => {}), native };
}

/** A draft of a document without some of its components and all that is said of them. */
export function removeFromDraft(
  document: SbomDocument,
  removed: readonly SbomComponent[],
): DraftDocument {
  const { format, native } = document;
  const draft = draftDocument(native);
  if (removed.length === 0) return draft;
  for (const { pointer } of removed) {
    unsign(draft, jsonPointerSteps(pointer), "it signs parts that are left out");
  }
  const gone = new Set(removed.map(({ ref }) => ref));
  if (format.family === "cyclonedx") dropCompleteness(draft, document, gone);
  removeComponents(draft, format, new Set(removed.map(({ pointer }) => pointer)));
  if (format.family === "cyclonedx") dropCarried(draft, gone);
  else if (format.family === "syft") dropSyftRelationships(draft, gone);
  dropReferences(draft, format, idsWithout(format, native, finishDraft(draft)));
  return draft;
}

/** Ids that are in the one and no longer in the other. */
function idsWithout(
  format: SbomFormat,
  before: JsonObject,
  after: JsonObject,
): ReadonlySet<string> {
  const ids = new Set<string>();
  const references = referenceFormatOf(format);
  if (references === undefined) return ids;
  visitReferences(references, before, (kind, text) => {
    if (kind === "id") ids.add(text);
  });
  visitReferences(references, after, (kind, text) => {
    if (kind === "id") ids.delete(text);
  });
  return ids;
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
    const { name, value } = isDraftObject(item) ? item : {};
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
    const { parent, child } = isDraftObject(item) ? item : {};
    if (![parent, child].some((ref) => typeof ref === "string" && gone.has(ref))) return;
    draft.remove(["artifactRelationships", index], reason);
  });
}
