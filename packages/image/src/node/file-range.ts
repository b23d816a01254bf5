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

/** The bytes of `file`, or those of them that `part` names. */
export async function* readRange(
  file: FileRange,
  name: string,
  part: ByteRange = { start: 0, end: file.size },
): AsyncGenerator<Uint8Array, void, undefined> {
  const end = file.start + Math.min(part.end, file.size);
  let at = file.start + Math.max(part.start, 0);
  while (at < end) {
    const length = Math.min(chunkBytes, end - at);
    const { bytesRead, buffer } = await file.handle
      .read(new Uint8Array(length), 0, length, at)
      .catch((cause: unknown) => {
        throw withCode(name, cause);
      });
    if (bytesRead === 0) {
      throw new ImageError(
        "CONTENT_CHANGED",
        `${name} became shorter while it was read; open it again`,
      );
    }
    yield bytesRead < length ? buffer.subarray(0, bytesRead) : buffer;
    at += bytesRead;
  }
}
