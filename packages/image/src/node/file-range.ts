import { readSync } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { ImageError } from "@coppice/image";
import type { ByteRange } from "@coppice/types";
import { withCode } from "./with-code.ts";

/** A part of an open file. */
export interface FileRange {
  readonly handle: FileHandle;
  readonly start: number;
  readonly size: number;
}

const chunkBytes = 1 << 18;
/** So few bytes are there sooner than a thread that would read them is found: it takes three times as long. */
export const smallBytes: number = 1 << 16;

/** The bytes of `file`, or those of them that `part` names. */
export async function* readRange(
  file: FileRange,
  name: string,
  part: ByteRange = { start: 0, end: file.size },
): AsyncGenerator<Uint8Array, void, undefined> {
  const end = file.start + Math.min(part.end, file.size);
  let at = file.start + Math.max(part.start, 0);
  const isSmall = end - at <= smallBytes;
  while (at < end) {
    const buffer = Buffer.allocUnsafe(Math.min(chunkBytes, end - at));
    let bytesRead = 0;
    try {
      bytesRead = isSmall
        ? readSync(file.handle.fd, buffer, 0, buffer.length, at)
        : (await file.handle.read(buffer, 0, buffer.length, at)).bytesRead;
    } catch (cause) {
      throw withCode(name, cause);
    }
    if (bytesRead === 0) throw becameShorter(name);
    yield bytesRead < buffer.length ? buffer.subarray(0, bytesRead) : buffer;
    at += bytesRead;
  }
}

/** An error for a file that lost its end meanwhile. */
export function becameShorter(name: string): ImageError {
  const message = `${name} became shorter while it was read; open it again`;
  return new ImageError("CONTENT_CHANGED", message);
}
