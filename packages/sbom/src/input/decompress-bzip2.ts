import { createBitReader, invalidBzip2 } from "./bzip2/bit-reader.ts";
import { readBlock } from "./bzip2/read-block.ts";
import { renderBlock } from "./bzip2/render-block.ts";
import { gatherBytes } from "./gather-bytes.ts";

const blockMagic = [0x314159, 0x265359];
const endMagic = [0x177245, 0x385090];

/**
 * The bytes of a bzip2 file of one or several streams, their checksums compared. The decoders that npm carries need
 * Node's `Buffer` or a stream library, so that this one is Coppice's own.
 */
export async function* decompressBzip2(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const bytes = await gatherBytes(chunks);
  let offset = 0;
  while (offset < bytes.length) offset = yield* decompressStream(bytes, offset);
}

/** The bytes of the stream at `offset`; returns where it ends. */
function* decompressStream(
  bytes: Uint8Array,
  offset: number,
): Generator<Uint8Array, number, undefined> {
  const bits = createBitReader(bytes, offset);
  const level = bits.take(8) === 0x42 && bits.take(16) === 0x5a68 ? bits.take(8) - 0x30 : 0;
  if (level < 1 || level > 9) throw invalidBzip2(`has something else at byte ${offset}`);
  let expected = 0;
  for (;;) {
    const magic = [bits.take(24), bits.take(24)];
    const checksum = (bits.take(16) << 16) | bits.take(16);
    if (isSame(magic, endMagic)) {
      if (checksum !== expected) throw invalidBzip2("is damaged: a checksum differs");
      return bits.align();
    }
    if (!isSame(magic, blockMagic)) throw invalidBzip2("is damaged");
    const { entries, start } = readBlock(bits, level * 100_000);
    if ((yield* renderBlock(entries, start)) !== checksum) {
      throw invalidBzip2("is damaged: a checksum differs");
    }
    expected = ((expected << 1) | (expected >>> 31)) ^ checksum;
  }
}

function isSame(magic: readonly number[], other: readonly number[]): boolean {
  return magic[0] === other[0] && magic[1] === other[1];
}
