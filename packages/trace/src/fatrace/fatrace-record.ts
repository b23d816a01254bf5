/** What one line of fatrace says. */
export interface FatraceRecord {
  /** Letters of what happened, such as `RCO`; see fatrace(8). */
  readonly types: string;
  readonly pid: number;
  /** Seconds since 1970, or since midnight when the log has no dates. */
  readonly time?: number | undefined;
  /** The path, or what stands in its place: `(deleted)`, `device 8:1 inode 12`. */
  readonly path: string;
  readonly program?: string | undefined;
  readonly parent?: number | undefined;
}
