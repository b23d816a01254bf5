import { type DraftValue, isDraft } from "../json/draft.ts";
import type { SbomFormat } from "../sbom-format.ts";
import { referenceFormatOf } from "../validation/reference-format.ts";
import { visitReferences } from "../validation/visit-references.ts";
import { type DraftDocument, type DraftPath, finishDraft, objectsIn } from "./draft-document.ts";

/** Members without which the object that holds them says nothing; others are one fact among several. */
const essential: ReadonlySet<string> = new Set([
  "ref",
  "from",
  "spdxElementId",
  "relatedSpdxElement",
  "snippetFromFile",
  "software_snippetFromFile",
  "subject",
]);

/** Arrays of which an object of a list needs one. */
const needed: readonly (readonly string[])[] = [
  ["dependsOn", "provides"],
  ["assemblies", "dependencies", "vulnerabilities"],
  ["affects"],
  ["subjects"],
  ["to"],
];

const reason = "it refers to a component that is left out";

/**
 * Takes out of a draft every reference to one of `gone`, with whatever says nothing without it: an edge without an end, a
 * statement that affects nothing, a note about nothing, and what in turn refers to these. What has lost a part is no longer
 * what was signed, nor complete.
 */
export function dropReferences(
  draft: DraftDocument,
  format: SbomFormat,
  gone: ReadonlySet<string>,
): void {
  const references = referenceFormatOf(format);
  if (references === undefined || gone.size === 0) return;
  const places = new Map<string, DraftPath[]>();
  const ids = new Map<unknown, string>();
  visitReferences(references, finishDraft(draft), (kind, text, path) => {
    if (kind === "id") ids.set(draft.find(path.slice(0, -1)), text);
    if (kind !== "reference") return;
    const known = places.get(text);
    if (known === undefined) places.set(text, [[...path]]);
    else known.push([...path]);
  });
  const pending = [...gone];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    for (const path of places.get(id) ?? []) {
      const removed = drop(draft, path);
      if (removed === undefined) continue;
      for (const object of objectsIn(removed)) {
        const inner = ids.get(object);
        if (inner !== undefined) pending.push(inner);
      }
    }
    places.delete(id);
  }
  draft.compact();
}

/** Removes a reference, what says nothing without it, and gives the outermost of that. */
function drop(draft: DraftDocument, path: DraftPath): DraftValue | undefined {
  if (draft.find(path) === undefined) return undefined;
  let end = path;
  for (let length = path.length - 1; length > 0; length -= 1) {
    const owner = draft.find(path.slice(0, length));
    const step = path[length];
    if (!isLastOf(draft, owner, step, path[length - 1])) break;
    end = path.slice(0, length);
  }
  const removed = draft.remove(end, reason);
  unsign(draft, end, reason);
  return removed;
}

/** Whether `owner` says nothing without what it has at `step`. */
function isLastOf(
  draft: DraftDocument,
  owner: DraftValue | undefined,
  step: string | number | undefined,
  ownStep: string | number | undefined,
): boolean {
  if (Array.isArray(owner)) return draft.hasOneItem(owner);
  if (!isDraft(owner) || typeof step !== "string" || typeof ownStep !== "number") return false;
  if (essential.has(step)) return true;
  const others = needed.find((group) => group.includes(step));
  return others?.every((name) => name === step || owner[name] === undefined) ?? false;
}

/** Removes the signatures, and statements of completeness, of all that `path` leads through. */
export function unsign(draft: DraftDocument, path: DraftPath, why: string): void {
  for (let length = 0; length < path.length; length += 1) {
    const owner = draft.find(path.slice(0, length));
    if (!isDraft(owner)) continue;
    for (const member of ["signature", "completeness"]) {
      if (owner[member] !== undefined) draft.remove([...path.slice(0, length), member], why);
    }
  }
}
