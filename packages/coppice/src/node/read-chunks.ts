import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { inputError } from "./input-error.ts";

/**
 * The content of the file `name`, read from `source`, unpacked when it begins as gzip does, whatever its name.
 *
 * @throws A {@link CommandError} with code `INPUT_ABSENT`, `INPUT_UNREADABLE`, or `INPUT_DAMAGED` when the gzip data is.
 */
export async function* readChunks(
  name: string,
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    yield* unpack(source);
  } catch (error) {
    throw inputError(name, error);
  }
}

async function* unpack(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const chunks = source[Symbol.asyncIterator]();
  try {
    const { value: first, done } = await chunks.next();
    if (done) return;
    const whole = prepend(first, chunks);
    if (first[0] !== 0x1f || first[1] !== 0x8b) yield* whole;
    // What goes wrong destroys both streams, and reading the last one throws it.
    else yield* pipeline(Readable.from(whole), createGunzip({ chunkSize: 1 << 18 }), () => {});
  } finally {
    await chunks.return?.();
  }
}

async function* prepend(
  first: Uint8Array,
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield first;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}
