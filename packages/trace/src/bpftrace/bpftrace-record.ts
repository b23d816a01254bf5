/**
 * What a line of `hooks/coppice.bt` says. Letters: `B` began, `F` forked, `X` executed, `E` exited, `O` opened, `S` looked
 * at, `C` changed to a folder by path, `D` by descriptor, `R` changed its root, `P` pivoted it, `M` mapped as code, `U` set
 * up io_uring, `c` connected, `l` listens, `a` accepted, `Z` recording ended.
 */
export interface BpftraceRecord {
  readonly letter: string;
  readonly offset: number;
  /** Microseconds since the system came up. */
  readonly micros: number;
  readonly pid: number;
  /** Id of the child, or family of an address: 1 is local, 4 and 6 are versions of IP. */
  readonly number: number;
  /** Flags of the call, or a port. */
  readonly flags: number;
  /** Device and inode of the folder that `text` starts from; `0:0` for the working directory. */
  readonly folder: string;
  /** Device and inode of what was opened, entered, mapped or executed. */
  readonly file: string;
  /** Path or address. */
  readonly text: string;
  /** The path is longer than what bpftrace wrote of it. */
  readonly truncated: boolean;
}
