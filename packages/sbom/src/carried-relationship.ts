import { textsOf } from "./json/members.ts";
import { parsedJson } from "./json/parsed-json.ts";
import type { SbomProperty } from "./sbom-component.ts";
import { isDependencyScope, type SbomRelationship } from "./sbom-relationship.ts";

const prefix = "coppice:relationship:";
const commentedPrefix = "coppice:commented-relationship:";

/**
 * A relationship that a format has no place for, as a property of the component that it begins at: its kind and scope are
 * in the name; the value is the other end, or a JSON array of it and the comment.
 */
export function carryRelationship(relationship: SbomRelationship): SbomProperty {
  const { to, comment } = relationship;
  const words = wordsOf(relationship);
  return comment === undefined
    ? { name: prefix + words, value: to }
    : { name: commentedPrefix + words, value: JSON.stringify([to, comment]) };
}

/** The relationship that a property of the component `from` stands for; `undefined` where it stands for none. */
export function restoreRelationship(
  { name, value }: SbomProperty,
  from: string,
): SbomRelationship | undefined {
  if (value === undefined) return undefined;
  if (name.startsWith(prefix)) return relationshipOf(name.slice(prefix.length), from, value);
  if (!name.startsWith(commentedPrefix)) return undefined;
  const [to, comment] = textsOf(parsedJson(value));
  return relationshipOf(name.slice(commentedPrefix.length), from, to, comment);
}

/** Whether a property is one that {@link carryRelationship} made. */
export function carriesRelationship({ name }: SbomProperty): boolean {
  return name.startsWith(prefix) || name.startsWith(commentedPrefix);
}

/** A kind, scope and comment as one comment, for formats that have both ends but not the kind. */
export function relationshipComment(relationship: SbomRelationship): string {
  const { comment } = relationship;
  return prefix + wordsOf(relationship) + (comment === undefined ? "" : `\n${comment}`);
}

/** The relationship that a comment of {@link relationshipComment} names; `undefined` for another's comment. */
export function commentedRelationship(
  text: string,
  from: string,
  to: string,
): SbomRelationship | undefined {
  if (!text.startsWith(prefix)) return undefined;
  const end = text.indexOf("\n");
  const words = end < 0 ? text.slice(prefix.length) : text.slice(prefix.length, end);
  return relationshipOf(words, from, to, end < 0 ? undefined : text.slice(end + 1));
}

/** A kind that has a colon itself is followed by another one. */
function wordsOf({ kind, scope }: SbomRelationship): string {
  return scope === undefined && !kind.includes(":") ? kind : `${kind}:${scope ?? ""}`;
}

function relationshipOf(
  words: string,
  from: string,
  to: string | undefined,
  comment?: string,
): SbomRelationship | undefined {
  const colon = words.lastIndexOf(":");
  const end = words.slice(colon + 1);
  const scope = colon >= 0 && isDependencyScope(end) ? end : undefined;
  const kind = colon >= 0 && (scope !== undefined || end === "") ? words.slice(0, colon) : words;
  return kind === "" || to === undefined ? undefined : { from, kind, to, scope, comment };
}
