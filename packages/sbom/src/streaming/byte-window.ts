/** The part of a stream that is in memory. Offsets are into `bytes`, which may be moved when more is appended. */
export interface ByteWindow {
  /** Has room for one more byte behind `end`. */
  bytes: Uint8Array;
  /** What is before it is not needed any more. */
  start: number;
  /** What is before it was looked at. */
  at: number;
  end: number;
  /** Where `bytes` begins in the stream. */
  base: number;
  /** Whether nothing more comes. */
  ended: boolean;
}

/** A window on a stream of which nothing came yet. */
export function createByteWindow(): ByteWindow {
  return { bytes: new Uint8Array(1 << 17), start: 0, at: 0, end: 0, base: 0, ended: false };
}

/** Appends what came next. It is copied, so that its memory may be used again. */
export function appendBytes(window: ByteWindow, chunk: Uint8Array): void {
  const kept = window.end - window.start;
  if (window.end + chunk.length >= window.bytes.length) {
    // After a move half is free, so that no byte is moved more than once for each that is appended.
    const needed = 2 * (kept + chunk.length);
    const target = needed <= window.bytes.length ? window.bytes : new Uint8Array(needed);
    target.set(window.bytes.subarray(window.start, window.end));
    window.bytes = target;
    window.base += window.start;
    window.at -= window.start;
    window.end = kept;
    window.start = 0;
  }
  window.bytes.set(chunk, window.end);
  window.end += chunk.length;
}
