import type { LogSource } from "./log-source.ts";
import type { LogWriter } from "./log-writer.ts";

/** One of the files that `strace -ff -o NAME` writes: `NAME.PID`. */
export interface StraceLogFile {
  readonly pid: number;
  /** Reads it from its beginning; called up to three times. */
  open(): AsyncIterable<Uint8Array>;
}

/** The logs that are being merged, and what they become. */
export interface OpenLogs {
  readonly writer: LogWriter;
  readonly signal: AbortSignal | undefined;
  begin(file: StraceLogFile): LogSource;
  end(source: LogSource): Promise<void>;
}

/** The next line of a log, after more of it was awaited where that is needed. */
export async function nextLine(logs: OpenLogs, source: LogSource): Promise<Uint8Array | undefined> {
  while (!source.isReady()) {
    logs.signal?.throwIfAborted();
    await source.fill();
  }
  return source.next();
}
