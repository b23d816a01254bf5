import type { FileIndex } from "@coppice/image";
import type { PackageId } from "@coppice/types";
import type { Claim } from "./extractor.ts";

/** What lies below each folder, up to the folders of others in it; never the whole system, wherever records lie. */
export function* claimFolders(
  index: FileIndex,
  owners: ReadonlyMap<string, PackageId>,
): Generator<Claim> {
  for (const [folder, id] of owners) {
    if (folder === "/" || index.lookup(folder) === undefined) continue;
    yield { path: folder, package: id };
    const pending = [folder];
    for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
      for (const child of index.children(path)) {
        if (owners.has(child.path)) continue;
        yield { path: child.path, package: id };
        if (child.type === "directory") pending.push(child.path);
      }
    }
  }
}
