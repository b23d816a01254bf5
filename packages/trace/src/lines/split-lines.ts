import { bomLength } from "./bom-length.ts";
import { type Cursor, char } from "./cursor.ts";

/** Cuts a stream of bytes into lines. */
export interface LineSplitter {
  /** Takes the next bytes; calls `onLine` for each line that they end. */
  push(chunk: Uint8Array): void;
  /** Whether the stream so far ends within a line. */
  inLine(): boolean;
  /** Takes the end of the stream, which ends the last line. */
  end(): void;
}

/** Options of {@link splitLines}. */
export interface SplitLinesOptions {
  /**
   * Takes each line without its end, the first one without a byte order mark, with its offset in the stream. The cursor
   * is valid during the call only.
   */
  readonly onLine: (line: Cursor, offset: number) => void;
  /** Takes the offset of each line that has more bytes than `limit`, and is left out. */
  readonly onLongLine: (offset: number) => void;
  readonly limit: number;
}

/** Cuts a stream of bytes into lines, however its chunks are cut; keeps at most one line of at most `limit` bytes. */
export function splitLines({ onLine, onLongLine, limit }: SplitLinesOptions): LineSplitter {
  /** The beginning of a line whose end is still to come. */
  let kept: Uint8Array = new Uint8Array(1024);
  let keptLength = 0;
  /** Where that line begins in the stream, and how long it is so far. */
  let lineOffset = 0;
  let lineLength = 0;
  /** One for all lines, since making one for each takes as long as finding its end. */
  const line: { bytes: Uint8Array; at: number; end: number } = { bytes: kept, at: 0, end: 0 };

  function keep(part: Uint8Array): void {
    lineLength += part.length;
    if (lineLength > limit) return;
    if (lineLength > kept.length) {
      const larger = new Uint8Array(Math.max(lineLength, kept.length * 2));
      larger.set(kept.subarray(0, keptLength));
      kept = larger;
    }
    kept.set(part, keptLength);
    keptLength = lineLength;
  }

  function finish(bytes: Uint8Array, start: number, end: number, length: number): void {
    if (length > limit) onLongLine(lineOffset);
    else {
      line.bytes = bytes;
      line.at = lineOffset === 0 ? start + bomLength(bytes, start) : start;
      line.end = withoutReturn(bytes, start, end);
      onLine(line, lineOffset);
    }
    lineOffset += length + 1;
    lineLength = 0;
    keptLength = 0;
  }

  return {
    push(chunk) {
      let start = 0;
      for (;;) {
        const end = chunk.indexOf(char.newline, start);
        if (end < 0) break;
        if (lineLength === 0) finish(chunk, start, end, end - start);
        else {
          keep(chunk.subarray(start, end));
          finish(kept, 0, keptLength, lineLength);
        }
        start = end + 1;
      }
      if (start < chunk.length) keep(chunk.subarray(start));
    },
    inLine: () => lineLength > 0,
    end() {
      if (lineLength > 0) finish(kept, 0, keptLength, lineLength);
    },
  };
}

function withoutReturn(bytes: Uint8Array, start: number, end: number): number {
  return end > start && bytes[end - 1] === char.return ? end - 1 : end;
}
