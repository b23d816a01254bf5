import type { RuntimeEvent } from "@coppice/types";
import { collectHead } from "./lines/collect-head.ts";
import type { ReadLogOptions } from "./read-log-options.ts";
import { createStraceReader, type StraceReader } from "./strace/create-strace-reader.ts";

/** How far the way into the image is looked for, and how many bytes show that a log is compressed. */
const lookAhead = 1 << 22;
const magicBytes = 4;

/** Reads a log; see `strace`. */
export async function* readStrace(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: ReadLogOptions = {},
): AsyncGenerator<readonly RuntimeEvent[], void, undefined> {
  const { imageRoot, signal } = options;
  const head = collectHead(imageRoot === undefined ? lookAhead : magicBytes);
  let reader: StraceReader | undefined;
  for await (const chunk of chunks) {
    signal?.throwIfAborted();
    if (reader) yield* reader.read(chunk);
    else if (head.append(chunk)) {
      reader = createStraceReader(head.bytes(), options);
      yield* reader.read(head.bytes());
    }
  }
  if (!reader) {
    reader = createStraceReader(head.bytes(), options);
    yield* reader.read(head.bytes());
  }
  yield* reader.end();
}
