import { type ByteReader, createByteReader } from "../byte-reader.ts";
import { ImageError } from "../image-error.ts";
import { decodeLiterals } from "./decode-literals.ts";
import { decodeSequences, startSequences } from "./decode-sequences.ts";
import type { HuffmanTable } from "./huffman-table.ts";
import { type FrameHeader, littleEndian, readFrameHeader, takeAll } from "./read-frame-header.ts";
import {
  createZstdInput,
  damagedZstd,
  inputStart,
  maximumBlock,
  type ZstdInput,
} from "./zstd-input.ts";
import { giveOutput, makeRoom, startOutput } from "./zstd-output.ts";

/** What zstd data may ask of the reader. */
export interface ZstdLimits {
  /** Bytes of content that a frame may refer back to, which are kept in memory. Default: 128 MiB, as of the zstd tool. */
  readonly windowBytes: number;
  /** Bytes of content. Default: no limit. */
  readonly bytes: number;
}

/** Options of {@link decompressZstd}. */
export interface DecompressZstdOptions {
  /** What to call the data in messages. Default: `the data`. */
  readonly name?: string;
  readonly limits?: Partial<ZstdLimits>;
}

/**
 * Decompresses zstd data (RFC 8878) of any number of frames, one after the other; skippable frames, such as those of
 * zstd:chunked, are passed over. Memory grows with the window that a frame really fills, up to one and a half times of
 * it. Checksums are not compared: what is read from an image has a digest.
 *
 * @example
 * ```ts
 * import { decompressZstd } from "@coppice/image";
 *
 * const frame = Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0x20, 2, 0x11, 0, 0, 0x68, 0x69);
 * let text = "";
 * for await (const chunk of decompressZstd([frame])) text += new TextDecoder().decode(chunk);
 * text; // => "hi"
 * ```
 * @throws An {@link ImageError} with code `ZSTD_INVALID`, `ZSTD_TRUNCATED`, `ZSTD_UNSUPPORTED` for data that needs a
 * dictionary, or `ZSTD_TOO_LARGE` when a limit is passed.
 */
export async function* decompressZstd(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: DecompressZstdOptions = {},
): AsyncGenerator<Uint8Array, void, undefined> {
  const { name = "the data" } = options;
  const { windowBytes = 128 << 20, bytes: limit = Number.POSITIVE_INFINITY } = options.limits ?? {};
  const reader = createByteReader(chunks);
  const scratch = { input: createZstdInput(name), room: new Uint8Array(maximumBlock) };
  let total = 0;
  try {
    for (;;) {
      const magic = await reader.take(4);
      if (magic.length === 0) return;
      const number = littleEndian(magic, 0, magic.length);
      if (magic.length < 4) await takeAll(reader, 4, name);
      if (number - (number % 16) === skippable) {
        const length = littleEndian(await takeAll(reader, 4, name), 0, 4);
        if ((await reader.skip(length)) < length) await takeAll(reader, 1, name);
        continue;
      }
      if (number !== frame) throw damagedZstd(name, "a frame does not begin as one");
      const header = await readFrameHeader(reader, name, windowBytes);
      for await (const part of readFrame(reader, header, scratch)) {
        total += part.length;
        if (total > limit) throw tooLong(name, limit);
        yield part;
      }
    }
  } finally {
    await reader.close();
  }
}

const frame = 0xfd2fb528;
const skippable = 0x184d2a50;
/** Content is given away in parts of at least this many bytes. */
const partBytes = 256 << 10;

async function* readFrame(
  reader: ByteReader,
  { windowBytes, size, checksum }: FrameHeader,
  { input, room }: { readonly input: ZstdInput; readonly room: Uint8Array },
): AsyncGenerator<Uint8Array, void, undefined> {
  const { name } = input;
  const longest = Math.min(windowBytes, maximumBlock);
  const sequences = startSequences();
  let table: HuffmanTable | undefined;
  let output = startOutput();
  let total = 0;
  for (let last = false; !last; ) {
    const head = littleEndian(await takeAll(reader, 3, name), 0, 3);
    last = (head & 1) === 1;
    const kind = (head >> 1) & 3;
    const length = head >> 3;
    if (kind === 3 || length > longest) throw damagedZstd(name, "a block is larger than it may be");
    const block = await takeAll(reader, kind === 1 ? 1 : length, name);
    if (output.end - output.given >= partBytes) yield giveOutput(output);
    if (output.end + longest > output.bytes.length) {
      if (output.end > output.given) yield giveOutput(output);
      output = makeRoom(output, longest, windowBytes);
    }
    const start = output.end;
    if (kind === 0) {
      output.bytes.set(block, start);
      output.end += length;
    } else if (kind === 1) {
      output.bytes.fill(block[0] ?? 0, start, start + length);
      output.end += length;
    } else {
      const end = inputStart + length;
      input.bytes.set(block, inputStart);
      const decoded = decodeLiterals(input, inputStart, end, room, table);
      table = decoded.table;
      const { literals } = decoded;
      const target = { literals, out: output.bytes, at: start, limit: start + longest };
      output.end = decodeSequences(input, decoded.end, end, sequences, target);
    }
    total += output.end - start;
  }
  if (checksum) await takeAll(reader, 4, name);
  if (size !== undefined && size !== total) {
    throw damagedZstd(name, `a frame has ${total} bytes but claims ${size}`);
  }
  if (output.end > output.given) yield giveOutput(output);
}

function tooLong(name: string, limit: number): ImageError {
  return new ImageError(
    "ZSTD_TOO_LARGE",
    `${name} passes the limit of ${limit}; raise limits.bytes to read it`,
  );
}
