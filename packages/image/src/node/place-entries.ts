import type { FileEntry } from "@coppice/types";

/**
 * The entries by the number of the layer that they go to, which `numberOf` says of each. All names of one file go to the
 * highest of them, since a runtime that unpacks each layer by itself cannot link into another one.
 */
export function placeEntries(
  entries: readonly FileEntry[],
  numberOf: (entry: FileEntry) => number,
): ReadonlyMap<number, readonly FileEntry[]> {
  const highest = new Map<string, number>();
  for (const entry of entries) {
    const { path, hardLink = path } = entry;
    if (entry.hardLink === undefined) highest.set(path, numberOf(entry));
    else highest.set(hardLink, Math.max(numberOf(entry), highest.get(hardLink) ?? 0));
  }
  const parts = new Map<number, FileEntry[]>();
  for (const entry of entries) {
    const number = highest.get(entry.hardLink ?? entry.path) ?? 0;
    const part = parts.get(number);
    if (part) part.push(entry);
    else parts.set(number, [entry]);
  }
  return parts;
}
