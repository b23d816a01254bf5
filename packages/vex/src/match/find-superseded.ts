import { compareVersions } from "@coppice/vers";
import type { VexDocument } from "../vex-document.ts";

/** Documents that another one with their format, author and id replaces: that of the highest revision, of equal ones the last. */
export function findSuperseded(documents: readonly VexDocument[]): ReadonlySet<number> {
  const superseded = new Set<number>();
  const latest = new Map<string, number>();
  for (const [position, { format, author, id, revision = "" }] of documents.entries()) {
    if (id === undefined) continue;
    const key = JSON.stringify([format.family, author?.name, id]);
    const other = latest.get(key);
    const isOlder =
      other !== undefined &&
      compareVersions("generic", revision, documents[other]?.revision ?? "") < 0;
    if (other !== undefined) superseded.add(isOlder ? position : other);
    if (!isOlder) latest.set(key, position);
  }
  return superseded;
}
