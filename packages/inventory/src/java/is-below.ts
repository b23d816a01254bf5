import { parentPath } from "@coppice/image";

/** Whether a path is in one of the folders, at any depth. */
export function isBelow(path: string, folders: ReadonlySet<string>): boolean {
  for (let at = path; at !== "/"; ) {
    at = parentPath(at);
    if (folders.has(at)) return true;
  }
  return false;
}
