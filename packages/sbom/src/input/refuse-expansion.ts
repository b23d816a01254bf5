import { SbomError } from "../sbom-error.ts";

type Chunks = AsyncGenerator<Uint8Array, void, undefined>;

const alwaysAllowed = 16 * 1024 * 1024;
const proportion = 500;
const pieceLength = 1 << 14;

/**
 * What `decompress` makes of `chunks`, as long as it is less than five hundred times as much. SBOMs expand ten to fifty
 * times; what is made to fill a memory expands a thousand times.
 */
export async function* refuseExpansion(
  chunks: Chunks,
  decompress: (chunks: Chunks) => Chunks,
): Chunks {
  let taken = 0;
  let made = 0;
  async function* counted(): Chunks {
    for await (const chunk of chunks) {
      // In pieces, as what is made is held against what was taken until then.
      for (let start = 0; start < chunk.length; start += pieceLength) {
        const piece = chunk.subarray(start, start + pieceLength);
        taken += piece.length;
        yield piece;
      }
    }
  }
  for await (const chunk of decompress(counted())) {
    made += chunk.length;
    if (made > alwaysAllowed && made > taken * proportion) {
      throw new SbomError(
        "DOCUMENT_TOO_LARGE",
        `the document expands more than ${proportion} times, as no SBOM does; decompress it first if it is one`,
      );
    }
    yield chunk;
  }
}
