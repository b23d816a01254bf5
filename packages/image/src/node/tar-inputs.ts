import type { TarInput } from "@coppice/image";
import type { FileEntry } from "@coppice/types";
import type { ImageContent } from "./image-content.ts";

/** The entries with their contents, which are opened as they are asked for. */
export function* tarInputs(
  entries: Iterable<FileEntry>,
  { tree, contents }: ImageContent,
): Generator<TarInput, void, undefined> {
  for (const entry of entries) {
    const { path, type, hardLink } = entry;
    if (type !== "file" || hardLink !== undefined || entry.size === 0) {
      yield { entry };
      continue;
    }
    const replacement = contents?.get(path);
    yield { entry, content: replacement ? [replacement] : tree.read(path) };
  }
}
