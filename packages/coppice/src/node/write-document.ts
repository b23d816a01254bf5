import { randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { CommandError } from "./command-error.ts";

/**
 * Writes `content` to the file at `path`, gzip'ed when its name ends in `.gz`. It is written aside and renamed, so that
 * the file is there as a whole or as it was.
 *
 * @throws A {@link CommandError} with code `OUTPUT_UNWRITABLE`.
 */
export async function writeDocument(
  path: string,
  content: string | Uint8Array | Iterable<string>,
): Promise<void> {
  const aside = `${path}.${randomUUID()}.part`;
  const isWhole = typeof content === "string" || content instanceof Uint8Array;
  const pieces = Readable.from(isWhole ? [content] : content, { objectMode: false });
  const file = createWriteStream(aside, { flags: "wx" });
  try {
    if (path.endsWith(".gz")) await pipeline(pieces, createGzip(), file);
    else await pipeline(pieces, file);
    await rename(aside, path);
  } catch (cause) {
    await rm(aside, { force: true });
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new CommandError("OUTPUT_UNWRITABLE", `${path} cannot be written: ${why}`, { cause });
  }
}
