import { CommandError } from "./command-error.ts";

/**
 * The chunks of the file `name` as they come.
 *
 * @throws A {@link CommandError} with code `INPUT_TOO_LARGE` once there are more than `maximum` bytes.
 */
export async function* limitBytes(
  name: string,
  chunks: AsyncIterable<Uint8Array>,
  maximum: number,
): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > maximum) {
      throw new CommandError(
        "INPUT_TOO_LARGE",
        `${name} has more than ${maximum} bytes; check that it is the document that was meant`,
      );
    }
    yield chunk;
  }
}
