import type { RuntimeEvent } from "@coppice/types";
import { collectHead } from "./lines/collect-head.ts";
import type { LogFormat } from "./log-format.ts";
import { logFormats } from "./log-formats.ts";
import type { ReadLogOptions } from "./read-log-options.ts";
import { TraceError } from "./trace-error.ts";

/** Options of {@link openLog}. */
export interface OpenLogOptions extends ReadLogOptions {
  /** Formats that the log may have; a single one is taken without looking. Default: `logFormats`, all of them. */
  readonly formats?: readonly LogFormat[];
}

/** A log whose format is known and of which nothing is read yet. */
export interface OpenedLog {
  readonly format: LogFormat;
  /** Its events in batches; see the format's `read`. */
  readonly events: AsyncGenerator<readonly RuntimeEvent[], void, undefined>;
}

/** As much of a log as its format is told by. */
const headBytes = 1 << 16;

/**
 * Finds out which format a log has, by its first 64 KiB, and reads it.
 *
 * @example
 * ```ts
 * import { openLog } from "@coppice/trace";
 *
 * const log = new TextEncoder().encode('7 execve("/bin/true", ["true"], 0x7ffd /* 9 vars *' + "/) = 0\n");
 * const { format, events } = await openLog([log]);
 * format.name; // => "strace"
 * const kinds: string[] = [];
 * for await (const batch of events) kinds.push(...batch.map(({ kind }) => kind));
 * kinds; // => ["start", "exec"]
 * ```
 * @throws A {@link TraceError} with code `LOG_FORMAT` when the log is empty, compressed or of no known format.
 */
export async function openLog(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  { formats = logFormats, ...options }: OpenLogOptions = {},
): Promise<OpenedLog> {
  const [only] = formats;
  if (only && formats.length === 1) return { format: only, events: only.read(chunks, options) };
  const head = collectHead(headBytes);
  const source =
    Symbol.asyncIterator in chunks ? chunks[Symbol.asyncIterator]() : chunks[Symbol.iterator]();
  let ended = false;
  while (!ended) {
    const next = await source.next();
    if (next.done || head.append(next.value)) ended = true;
  }
  const bytes = head.bytes();
  const format = formats.find((known) => known.recognises(bytes));
  if (format === undefined) {
    await source.return?.();
    throw unknownFormat(bytes, options.path ?? "the log", formats);
  }
  return { format, events: format.read(continueWith(bytes, source), options) };
}

async function* continueWith(
  head: Uint8Array,
  rest: AsyncIterator<Uint8Array> | Iterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    yield head;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

/** Magic numbers of what logs are compressed with: RFC 1952, RFC 8878, the XZ file format 1.1, bzip2's. */
const compressions: readonly (readonly [name: string, ...magic: number[]])[] = [
  ["gzip", 0x1f, 0x8b],
  ["zstd", 0x28, 0xb5, 0x2f, 0xfd],
  ["xz", 0xfd, 0x37, 0x7a, 0x58, 0x5a],
  ["bzip2", 0x42, 0x5a, 0x68],
];

function unknownFormat(head: Uint8Array, path: string, formats: readonly LogFormat[]): TraceError {
  const packed = compressions.find(([, ...magic]) =>
    magic.every((byte, index) => head[index] === byte),
  );
  const names = formats.map(({ name }) => name).join(", ");
  return new TraceError(
    "LOG_FORMAT",
    head.length === 0
      ? `${path} is empty; record it again`
      : packed
        ? `${path} is compressed with ${packed[0]}; decompress it first`
        : `${path} begins like none of ${names}; check which file was given, or name its format`,
  );
}
