import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { renderTar, type TarInput } from "@coppice/image";

/** A member of an archive: a folder, a file with these bytes, or with the content of the file at a path. */
export interface ArchiveMember {
  readonly path: string;
  readonly content: "folder" | Uint8Array | { readonly path: string };
}

const chunkBytes = 1 << 20;

/** Writes a tar archive to `out` with these members in this order, without owners and times. */
export async function writeArchive(
  out: string,
  members: Iterable<ArchiveMember>,
  signal?: AbortSignal,
): Promise<void> {
  const file = await open(out, "wx");
  try {
    for await (const chunk of renderTar(inputs(members))) {
      signal?.throwIfAborted();
      await file.writeFile(chunk);
    }
  } finally {
    await file.close();
  }
}

async function* inputs(
  members: Iterable<ArchiveMember>,
): AsyncGenerator<TarInput, void, undefined> {
  for (const { path, content } of members) {
    const facts = { path: `/${path}`, uid: 0, gid: 0, mtime: 0 };
    if (content === "folder") {
      yield { entry: { ...facts, type: "directory", mode: 0o755, size: 0 } };
      continue;
    }
    const inMemory = content instanceof Uint8Array;
    const size = inMemory ? content.length : (await stat(content.path)).size;
    yield {
      entry: { ...facts, type: "file", mode: 0o644, size },
      content: inMemory ? [content] : createReadStream(content.path, { highWaterMark: chunkBytes }),
    };
  }
}
