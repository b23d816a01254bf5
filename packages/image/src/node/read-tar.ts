import { createTarScanner, type LayerSquash, type TarScanner } from "@coppice/image";
import { decompress } from "./decompress.ts";
import { type FileRange, readRange } from "./file-range.ts";
import { holeBytes } from "./hole-bytes.ts";
import type { Reading } from "./reading.ts";

/** An archive whose members were listed. */
export interface ReadTar {
  /** Its tar stream: in the file itself, or decompressed in the spool. */
  readonly range: FileRange;
}

/**
 * Applies the members of a tar file, which may be compressed, to `squash`. A sparse member has no content there, since
 * it does not stand in the stream as it is.
 */
export async function readTar(
  file: FileRange,
  squash: LayerSquash,
  reading: Reading,
  { name }: { readonly name: string },
): Promise<ReadTar> {
  const { spool, limits } = reading;
  const unlimited = Number.POSITIVE_INFINITY;
  const scanner = createTarScanner({
    name,
    limits: { ...limits, members: unlimited, bytes: unlimited },
  });
  const addMembers = (): void => {
    for (let token = scanner.next(); token; token = scanner.next()) {
      if (!("path" in token)) continue;
      reading.countEntry();
      // They are gone through, so that they have to be counted.
      reading.countBytes(holeBytes(token), 0, name);
      squash.add(token, undefined, token.sparse ? -1 : undefined);
    }
  };
  const { chunks, compressed } = await decompress(file, name, limits);
  if (!compressed) {
    await skipThrough(file, name, scanner, reading, addMembers);
    return { range: file };
  }
  const start = spool.position();
  for await (const chunk of chunks) {
    reading.countBytes(chunk.length, 0, name);
    await spool.append(chunk);
    scanner.push(chunk);
    addMembers();
  }
  scanner.end();
  addMembers();
  return { range: { handle: await spool.handle(), start, size: spool.position() - start } };
}

/** Reads headers, and little more: contents are only looked at where one is so small that to skip it saves nothing. */
async function skipThrough(
  file: FileRange,
  name: string,
  scanner: TarScanner,
  reading: Reading,
  addMembers: () => void,
): Promise<void> {
  for (let at = 0; at < file.size && !scanner.isDone(); ) {
    const end = Math.min(at + partBytes, file.size);
    for await (const chunk of readRange(file, name, { start: at, end })) {
      reading.countBytes(chunk.length, 0, name);
      scanner.push(chunk);
      addMembers();
    }
    const next = end + scanner.leaveOut(file.size - end);
    reading.countBytes(next - end, 0, name);
    at = next;
  }
  scanner.end();
  addMembers();
}

const partBytes = 1 << 16;
