import { createReadStream } from "node:fs";
import { inputError } from "./input-error.ts";
import { inputName } from "./input-name.ts";
import type { Io } from "./io.ts";

/**
 * The bytes of the file at `path`, or of standard input where that is `-`, as they are.
 *
 * @throws A `CommandError` with code `INPUT_ABSENT` or `INPUT_UNREADABLE`.
 */
export async function* openInput(
  path: string,
  { stdin, signal }: Pick<Io, "stdin" | "signal">,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of path === "-" ? stdin : readable(path)) {
      signal?.throwIfAborted();
      yield chunk;
    }
  } catch (error) {
    throw inputError(inputName(path), error);
  }
}

function readable(path: string): AsyncIterable<Uint8Array> {
  return createReadStream(path);
}
