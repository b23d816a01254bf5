import type { FileEntry } from "@coppice/types";

/** Files by the path of the one that holds their content, each with all its paths: hard links are one file. */
export function groupLinks(entries: readonly FileEntry[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const { path, hardLink = path } of entries) {
    const paths = groups.get(hardLink);
    if (paths) paths.push(path);
    else groups.set(hardLink, [path]);
  }
  return groups;
}
