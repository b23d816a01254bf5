/** Where a command reads and writes; `process` is one. */
export interface Io {
  /** Read where a command is given `-` for a file. */
  readonly stdin: AsyncIterable<Uint8Array>;
  /** Takes the report, or the document with `--json`. */
  readonly stdout: Output;
  /** Takes what went wrong and, on a terminal, what is being done. */
  readonly stderr: Output;
  /** Stops a command that runs; what it has begun to write is taken away. */
  readonly signal?: AbortSignal | undefined;
}

/** Takes text. */
export interface Output {
  /** Gives `false` where the next text had better wait until `drain`, as streams do. */
  write(text: string): unknown;
  once?(event: "drain", listener: () => void): unknown;
  readonly isTTY?: boolean | undefined;
}
