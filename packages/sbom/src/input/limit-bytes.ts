import { SbomError } from "../sbom-error.ts";

/** The pieces of `chunks`, as long as they are no more than `limit` bytes together. */
export async function* limitBytes(
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  limit: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  let length = 0;
  for await (const chunk of chunks) {
    length += chunk.length;
    if (length > limit) throw tooLarge(limit);
    yield chunk;
  }
}

/** What is thrown past the limit. */
function tooLarge(limit: number): SbomError {
  return new SbomError(
    "DOCUMENT_TOO_LARGE",
    `the document has more than ${limit} bytes; raise limits.bytes to read it`,
  );
}
