import { randomUUID } from "node:crypto";
import { rename, rm, writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { CommandError } from "./command-error.ts";

/**
 * Writes `content` to the file at `path`, gzip'ed when its name ends in `.gz`. It is written aside and renamed, so that
 * the file is there as a whole or as it was.
 *
 * @throws A {@link CommandError} with code `OUTPUT_UNWRITABLE`.
 */
export async function writeDocument(path: string, content: string | Uint8Array): Promise<void> {
  const aside = `${path}.${randomUUID()}.part`;
  try {
    await writeFile(aside, path.endsWith(".gz") ? await promisify(gzip)(content) : content, {
      flag: "wx",
    });
    await rename(aside, path);
  } catch (cause) {
    await rm(aside, { force: true });
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new CommandError("OUTPUT_UNWRITABLE", `${path} cannot be written: ${why}`, { cause });
  }
}
