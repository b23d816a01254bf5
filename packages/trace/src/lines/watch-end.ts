/** The chunks of a log, of which it is known when there are no more. */
export interface WatchedChunks {
  readonly chunks: AsyncGenerator<Uint8Array, void, undefined>;
  /** Whether the log has ended: a line that is read after that has no line end, and may be cut. */
  ended(): boolean;
}

/** Watches for the end of a log whose lines do not show whether they are whole. */
export function watchEnd(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): WatchedChunks {
  let isEnd = false;
  async function* watched(): AsyncGenerator<Uint8Array, void, undefined> {
    yield* chunks;
    isEnd = true;
  }
  return { chunks: watched(), ended: () => isEnd };
}
