import { type ByteSource, chunksOf } from "../input/byte-source.ts";
import { decompress } from "../input/decompress.ts";
import { appendBytes, createByteWindow } from "./byte-window.ts";
import { readStart } from "./read-start.ts";
import type { SbomStreamItem } from "./sbom-stream-item.ts";
import { defaultSbomStreamLimits, type SbomStreamLimits } from "./sbom-stream-limits.ts";

/** How much {@link streamSbom} may take. */
export interface StreamSbomOptions {
  readonly limits?: Partial<SbomStreamLimits>;
}

/** A chunk of any length is taken over in pieces of this one, so that a large one is not there twice. */
const pieceLength = 1 << 18;

/**
 * Reads an SBOM in JSON (CycloneDX, SPDX, Syft) of any size, compressed or not, and gives its parts in batches, in the order
 * of the document; what is in memory is a batch and does not grow. The whole text is checked to be JSON in UTF-8, but only by
 * the end, so that parts come before a fault behind them is found.
 *
 * @throws An {@link SbomError} with code `JSON_INVALID` or `DOCUMENT_INVALID` with the offset in bytes, after decompression,
 * of what is not JSON or UTF-8 or of the end of a document that ends early; `FORMAT_UNKNOWN` where it is no SBOM;
 * `ENCODING_UNSUPPORTED` where it is not in JSON or in an envelope; `COMPRESSION_INVALID`; `DOCUMENT_TOO_LARGE`,
 * `DOCUMENT_TOO_DEEP` or `TOO_MANY_ITEMS` past a limit. Errors of the input come through as they are.
 *
 * @example
 * ```ts
 * import { streamSbom } from "@coppice/sbom";
 *
 * const document = '{"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [{"name": "a"}, {"name": "b"}]}';
 * const names: unknown[] = [];
 * for await (const batch of streamSbom(new TextEncoder().encode(document))) {
 *   for (const item of batch) if (item.kind === "component") names.push(item.value["name"]);
 * }
 * names; // => ["a", "b"]
 * ```
 */
export async function* streamSbom(
  input: ByteSource,
  options: StreamSbomOptions = {},
): AsyncGenerator<readonly SbomStreamItem[], void, undefined> {
  const limits = { ...defaultSbomStreamLimits, ...options.limits };
  const { chunks } = await decompress(chunksOf(input), limits.bytes);
  const window = createByteWindow();
  const reading = readStart(window, limits);
  for await (const chunk of chunks) {
    for (let from = 0; from < chunk.length; from += pieceLength) {
      appendBytes(window, chunk.subarray(from, from + pieceLength));
      for (let step = reading.next(); !step.done && step.value; step = reading.next()) {
        yield step.value;
      }
    }
  }
  window.ended = true;
  for (const batch of reading) if (batch) yield batch;
}
