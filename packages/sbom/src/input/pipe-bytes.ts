import { SbomError } from "../sbom-error.ts";

/**
 * The bytes of `chunks` after a web stream has gone over them. Errors of `chunks` come through as they are, and those of the
 * stream as `COMPRESSION_INVALID` with the explanation.
 */
export async function* pipeBytes(
  chunks: AsyncIterable<Uint8Array>,
  transform: (bytes: ReadableStream<Uint8Array>) => ReadableStream<Uint8Array>,
  explanation: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  let failure: { readonly error: unknown } | undefined;
  const iterator = chunks[Symbol.asyncIterator]();
  const source = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await iterator.next();
        if (done === true) controller.close();
        else controller.enqueue(value);
      } catch (error) {
        failure = { error };
        throw error;
      }
    },
    async cancel() {
      await iterator.return?.();
    },
  });
  const reader = transform(source).getReader();
  let ended = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      yield value;
    }
    ended = true;
  } catch (cause) {
    ended = true;
    // Not waited for, because it comes after a piece that may be long in coming.
    Promise.resolve(iterator.return?.()).catch(() => {});
    if (failure !== undefined) throw failure.error;
    throw new SbomError("COMPRESSION_INVALID", explanation, { cause });
  } finally {
    // Faults behind the place where reading stopped concern nobody.
    if (!ended) await reader.cancel().catch(() => {});
  }
}
