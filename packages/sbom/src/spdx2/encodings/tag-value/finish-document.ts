import { appendItem, type Draft, type DraftValue, draftsOf, isDraft } from "../../../json/draft.ts";
import { nativeCategory } from "../native-category.ts";
import type { TagValue } from "./scan-tag-values.ts";
import { annotatedElement } from "./tag-rules.ts";

/** Something that is wrong with a tag. */
export interface TagFault {
  readonly place: TagValue;
  readonly code: string;
  readonly what: string;
}

/** An annotation with the tags that said it. */
export interface ReadAnnotation {
  readonly draft: Draft;
  readonly tags: TagValue[];
}

/** A file that stands after a package. */
export interface PlacedFile {
  readonly file: Draft;
  readonly owner: Draft;
  readonly place: TagValue;
}

/** What has been read of a document when its last tag is. */
export interface ReadTags {
  readonly document: Draft;
  readonly annotations: readonly ReadAnnotation[];
  readonly files: readonly PlacedFile[];
}

/** Settles what only the whole document can: which files packages have, what annotations are about, how words are spelled. */
export function finishDocument(read: ReadTags, faults: TagFault[]): void {
  const { document } = read;
  const packages = draftsOf(document["packages"]);
  const snippets = draftsOf(document["snippets"]);
  for (const ref of packages.flatMap((item) => draftsOf(item["externalRefs"]))) {
    const category = ref["referenceCategory"];
    if (typeof category === "string") {
      ref["referenceCategory"] = nativeCategory(category, document["spdxVersion"]);
    }
  }
  for (const snippet of snippets) referToFile(snippet);
  listFiles(read.files, faults);
  const files = draftsOf(document["files"]);
  placeAnnotations(read, [document, ...packages, ...files, ...snippets], faults);
}

/** The ends of a snippet's ranges name the file that they count in; tag-value says it once. */
function referToFile(snippet: Draft): void {
  const reference = snippet["snippetFromFile"];
  if (reference === undefined) return;
  for (const range of draftsOf(snippet["ranges"])) {
    for (const pointer of Object.values(range)) {
      if (isDraft(pointer)) pointer["reference"] = reference;
    }
  }
}

function listFiles(files: readonly PlacedFile[], faults: TagFault[]): void {
  const listed = new Map<Draft, Set<DraftValue>>();
  for (const { file, owner, place } of files) {
    if (owner["filesAnalyzed"] === false) continue;
    const id = file["SPDXID"];
    if (id === undefined) {
      const what = "the file has no SPDXID by which its package could name it";
      faults.push({ place, code: "FILE_UNNAMED", what });
      continue;
    }
    const ids = listed.get(owner);
    if (ids) ids.add(id);
    else listed.set(owner, new Set([id]));
  }
  for (const [owner, ids] of listed) owner["hasFiles"] = [...ids];
}

function placeAnnotations(
  { document, annotations }: ReadTags,
  elements: readonly Draft[],
  faults: TagFault[],
): void {
  const byId = new Map<DraftValue | undefined, Draft>();
  for (const element of elements) {
    const id = element["SPDXID"];
    if (id !== undefined && !byId.has(id)) byId.set(id, element);
  }
  for (const { draft, tags } of annotations) {
    const { [annotatedElement]: id, ...annotation } = draft;
    const element = byId.get(id);
    if (element) {
      appendItem(element, "annotations", annotation);
      continue;
    }
    for (const { tag, value } of tags) appendItem(document, "$tagValue", { tag, value });
    const [place] = tags;
    const what = "the annotation is about no element of the document";
    if (place) faults.push({ place, code: "TAG_MISPLACED", what });
  }
}
