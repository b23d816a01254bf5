import { splitLines } from "../lines/split-lines.ts";

/** One of several logs that are read at the same time, line by line. */
export interface LogSource {
  readonly pid: number;
  /** The next line, without its end; `undefined` when the log has none. */
  next(): Uint8Array | undefined;
  /** Whether {@link next} knows its answer; else {@link fill} must come first. */
  isReady(): boolean;
  fill(): Promise<void>;
  /** Moves behind the next line. */
  advance(): void;
  /** Whether the line before was the last, and has no end. */
  endedInLine(): boolean;
  close(): Promise<void>;
}

/** What a line that is too long is replaced by, so that whoever reads the lines finds that it cannot be read. */
const tooLong: Uint8Array = new TextEncoder().encode("(a line that is too long)");

/** Reads the log of one process; keeps one line of at most `lineBytes` and what it last got. */
export function createLogSource(
  pid: number,
  chunks: AsyncIterable<Uint8Array>,
  lineBytes: number,
): LogSource {
  const iterator = chunks[Symbol.asyncIterator]();
  let lines: Uint8Array[] = [];
  let index = 0;
  let ended = false;
  let inLine = false;
  const splitter = splitLines({
    onLine: ({ bytes, at, end }) => lines.push(bytes.slice(at, end)),
    onLongLine: () => lines.push(tooLong),
    limit: lineBytes,
  });
  return {
    pid,
    next: () => lines[index],
    isReady: () => index < lines.length || ended,
    async fill() {
      const { done, value } = await iterator.next();
      lines = [];
      index = 0;
      if (!done) splitter.push(value);
      else {
        ended = true;
        inLine = splitter.inLine();
        splitter.end();
      }
    },
    advance() {
      index++;
    },
    endedInLine: () => inLine && index === lines.length,
    async close() {
      await iterator.return?.();
    },
  };
}
