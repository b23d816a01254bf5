import { joinPointer } from "../../json/join-pointer.ts";

/** Where a value stands in a document: the member or index of it in what is around it; nothing for the document. */
export interface JsonPlace {
  readonly outer: JsonPlace | undefined;
  readonly key: string | number;
  /** What {@link renderPlace} gave for it. */
  pointer?: string;
}

/**
 * The place as JSON pointer (RFC 6901). Pointers into the same part of a document share its beginning, so that a deep
 * document with many of them takes no more memory than it has values.
 */
export function renderPlace(place: JsonPlace | undefined): string {
  const unknown: JsonPlace[] = [];
  let at = place;
  for (; at !== undefined && at.pointer === undefined; at = at.outer) unknown.push(at);
  let pointer = at?.pointer ?? "";
  for (const inner of unknown.reverse()) {
    pointer = joinPointer(pointer, String(inner.key));
    inner.pointer = pointer;
  }
  return pointer;
}
