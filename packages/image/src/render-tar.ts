import type { FileEntry } from "@coppice/types";
import { ImageError } from "./image-error.ts";
import { renderTarHeader } from "./render-tar-header.ts";
import { tarPadding } from "./tar-padding.ts";

/** An entry for {@link renderTar}, with the content of a regular file that is no hard link. */
export interface TarInput {
  readonly entry: FileEntry;
  readonly content?: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

/**
 * Renders entries in the given order as a tar stream that ends with two zero blocks. The same entries and contents give
 * the same bytes, in chunks of any size.
 *
 * @example
 * ```ts
 * import { renderTar, scanTar } from "@coppice/image";
 *
 * const entry = { path: "/motd", type: "file", mode: 0o644, uid: 0, gid: 0, size: 5 } as const;
 * const tar = renderTar([{ entry, content: [new TextEncoder().encode("hello")] }]);
 * const paths: string[] = [];
 * for await (const { path } of scanTar(tar)) paths.push(path);
 * paths; // => ["/motd"]
 * ```
 * @throws An {@link ImageError} with code `ENTRY_UNSUPPORTED` for what tar cannot hold, or `CONTENT_CHANGED` when a
 * content is not as long as its entry says.
 */
export async function* renderTar(
  inputs: AsyncIterable<TarInput> | Iterable<TarInput>,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const { entry, content } of inputs) {
    yield renderTarHeader(entry);
    if (entry.type !== "file" || entry.hardLink !== undefined) continue;
    let left = entry.size;
    for await (const chunk of content ?? []) {
      left -= chunk.length;
      if (left < 0) break;
      yield chunk;
    }
    if (left !== 0) {
      throw new ImageError(
        "CONTENT_CHANGED",
        `the content of ${entry.path} is not ${entry.size} bytes long; take its entry again and retry`,
      );
    }
    yield new Uint8Array(tarPadding(entry.size));
  }
  yield new Uint8Array(1024);
}
