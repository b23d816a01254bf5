import { inputName } from "./input-name.ts";
import type { Io } from "./io.ts";
import { limitBytes } from "./limit-bytes.ts";
import { openInput } from "./open-input.ts";
import { readChunks } from "./read-chunks.ts";

/**
 * All bytes of the file at `path` or, as `-`, of standard input, unpacked where they are gzip.
 *
 * @throws A `CommandError` with the codes of {@link readChunks}, or `INPUT_TOO_LARGE` past 512 MiB.
 */
export async function readBytes(path: string, io: Pick<Io, "stdin" | "signal">): Promise<Buffer> {
  const name = inputName(path);
  const chunks: Uint8Array[] = [];
  const source = readChunks(name, openInput(path, io));
  for await (const chunk of limitBytes(name, source, 512 * 1024 * 1024)) chunks.push(chunk);
  return Buffer.concat(chunks);
}
