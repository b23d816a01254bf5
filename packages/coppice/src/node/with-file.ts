import { createReadStream, createWriteStream } from "node:fs";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { Io } from "./io.ts";

/** Calls `use` with a file that can be read more than once: that at `path`, or a private copy of a pipe or of `-`. */
export async function withFile<Result>(
  path: string,
  { stdin }: Io,
  use: (file: string) => Promise<Result>,
): Promise<Result> {
  const isPipe = path === "-" || (await stat(path).catch(() => undefined))?.isFIFO();
  if (!isPipe) return use(path);
  const folder = await mkdtemp(join(tmpdir(), "coppice-log-"));
  try {
    const copy = join(folder, "log");
    await pipeline(path === "-" ? stdin : createReadStream(path), createWriteStream(copy));
    return await use(copy);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
