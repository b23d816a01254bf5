import { type DraftDocument, draftDocument, finishDraft } from "../edit/draft-document.ts";
import { isDraft } from "../json/draft.ts";
import { jsonPointerSteps } from "../json/json-pointer.ts";
import { readModel } from "../read-model.ts";
import type { SbomComponent } from "../sbom-component.ts";
import type { SbomDocument, SbomLoss } from "../sbom-document.ts";
import type { SbomFormat } from "../sbom-format.ts";
import { removeFromDraft } from "./remove-from-document.ts";

/** Options of {@link filterSbom}. */
export interface FilterSbomOptions {
  /** Serial number or namespace of the new document. Default: that of the old one; CycloneDX counts its version up. */
  readonly id?: string;
  /** When the new document is made (ISO 8601). Default: the time of the old one. */
  readonly created?: string;
}

/** What is left of a document. */
export interface FilteredSbom {
  readonly document: SbomDocument;
  /** Refs of the components that were left out, and of those that went with them, such as the snippets of a file. */
  readonly removed: readonly string[];
  /** What went with them: edges, statements about them, and what is no longer true of the whole. */
  readonly losses: readonly SbomLoss[];
}

/**
 * The part of a document whose components `keep` wants, in the same format. What the document is about is always kept, and what
 * stands in a component that goes takes its place. Parts that stay, with their ids, signatures and unknown members, are as they
 * were; edges and statements that name something that is gone, go too, and so do the signatures of what has lost a part; compositions that were complete become incomplete. Syft and SPDX 3
 * documents keep their id and time.
 *
 * @example
 * ```ts
 * import { filterSbom, parseSbom } from "@coppice/sbom";
 *
 * const document = parseSbom(`{
 *   "bomFormat": "CycloneDX",
 *   "specVersion": "1.6",
 *   "version": 1,
 *   "components": [
 *     { "type": "library", "name": "a", "bom-ref": "a" },
 *     { "type": "library", "name": "b", "bom-ref": "b" }
 *   ],
 *   "dependencies": [{ "ref": "a", "dependsOn": ["b"] }]
 * }`);
 * const { document: rest } = filterSbom(document, ({ name }) => name === "a");
 * rest.components.map(({ name }) => name); // => ["a"]
 * rest.relationships; // => []
 * rest.native["version"]; // => 2
 * ```
 */
export function filterSbom(
  document: SbomDocument,
  keep: (component: SbomComponent) => boolean,
  options: FilterSbomOptions = {},
): FilteredSbom {
  const { format } = document;
  const subjects = new Set(document.subjects);
  const unwanted = document.components.filter((item) => !subjects.has(item.ref) && !keep(item));
  const draft = draftDocument(document.native);
  // A component without an id is named by its place, which changes: what tells it is its object.
  const objectOf = ({ pointer }: SbomComponent): unknown => draft.find(jsonPointerSteps(pointer));
  const objects = document.components.map(objectOf);
  removeFromDraft(draft, document, unwanted);
  identify(draft, format, options, unwanted.length > 0);
  const native = finishDraft(draft);
  const model = readModel(format, native, () => {});
  const left = new Set(model.components.map(objectOf));
  return {
    document: { ...document, ...model, native },
    removed: document.components.flatMap(({ ref }, index) =>
      left.has(objects[index]) ? [] : [ref],
    ),
    losses: draft.losses,
  };
}

function identify(
  { root }: DraftDocument,
  { family, version }: SbomFormat,
  { id, created }: FilterSbomOptions,
  changed: boolean,
): void {
  if (family === "cyclonedx") {
    if (id !== undefined) root["serialNumber"] = id;
    else if (changed) root["version"] = (Number(root["version"]) || 1) + 1;
    if (created !== undefined) {
      const metadata = isDraft(root["metadata"]) ? root["metadata"] : {};
      root["metadata"] = { ...metadata, timestamp: created };
    }
  } else if (family === "spdx" && version.startsWith("2")) {
    if (id !== undefined) root["documentNamespace"] = id;
    if (created !== undefined && isDraft(root["creationInfo"])) {
      root["creationInfo"]["created"] = created;
    }
  }
}
