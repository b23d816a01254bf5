import { createReadStream } from "node:fs";
import { type FileHandle, mkdtemp, open, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Io } from "./io.ts";
import { readChunks } from "./read-chunks.ts";

/** A log that can be read more than once, from its beginning, unpacked. */
export type Log = () => AsyncIterable<Uint8Array>;

/** Calls `use` with the log at `path`, or with a private copy of it where it is a pipe or, as `-`, standard input. */
export async function withLog<Result>(
  path: string,
  { stdin, signal }: Io,
  use: (log: Log) => Promise<Result>,
): Promise<Result> {
  const isPipe = path === "-" || (await stat(path).catch(() => undefined))?.isFIFO();
  if (!isPipe) return use(() => readChunks(path, createReadStream(path)));
  const copy = await openNameless();
  try {
    const pipe: AsyncIterable<Uint8Array> = path === "-" ? stdin : createReadStream(path);
    for await (const chunk of pipe) {
      signal?.throwIfAborted();
      await copy.appendFile(chunk);
    }
    return await use(() => readChunks(path, contentOf(copy)));
  } finally {
    await copy.close();
  }
}

/** Calls `use` with several logs; see {@link withLog}. */
export function withLogs<Result>(
  paths: readonly string[],
  io: Io,
  use: (logs: readonly Log[]) => Promise<Result>,
): Promise<Result> {
  const [first, ...rest] = paths;
  if (first === undefined) return use([]);
  return withLog(first, io, (log) => withLogs(rest, io, (logs) => use([log, ...logs])));
}

async function* contentOf(file: FileHandle): AsyncGenerator<Uint8Array> {
  for (let position = 0; ; ) {
    const { buffer, bytesRead } = await file.read({ position, buffer: new Uint8Array(1 << 18) });
    if (bytesRead === 0) return;
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

/** A private file without a name, so that nothing is left of it however the process ends. */
async function openNameless(): Promise<FileHandle> {
  const folder = await mkdtemp(join(tmpdir(), "coppice-log-"));
  try {
    return await open(join(folder, "log"), "wx+", 0o600);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
