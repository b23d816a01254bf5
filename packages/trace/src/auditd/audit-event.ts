import type { AuditCall } from "./audit-call.ts";

/** All that the records of one event say, as far as it is of interest. */
export interface AuditEvent {
  /** Where its first record begins. */
  readonly offset: number;
  readonly time: number | undefined;
  /** What it is the record of; `undefined` when it is no call of interest, or one that failed. */
  readonly call: AuditCall | undefined;
  /** Done through io_uring, which knows no arguments. */
  readonly ring: boolean;
  readonly exit: number;
  /** The lower 32 bits of its first four arguments. */
  readonly args: readonly number[];
  readonly pid: number;
  readonly ppid: number;
  /** The program, by the name that the kernel made of its file. */
  readonly exe: string | undefined;
  readonly cwd: string | undefined;
  /** How many paths there are to be. */
  readonly items: number;
  /** In the order of their items. */
  readonly paths: readonly AuditPath[];
  /** Address of `SOCKADDR`, as a network event says it; empty for one that is not of the network. */
  readonly address: string | undefined;
  /** Descriptor of `MMAP`; -1 when there is none. */
  readonly descriptor: number;
  /** Flags of `OPENAT2`. */
  readonly openFlags: number | undefined;
  /** Absolute paths and `..` do not leave the folder that paths start from (`RESOLVE_IN_ROOT`). */
  readonly inRoot: boolean;
  readonly container: string | undefined;
}

/** One path of an event. */
export interface AuditPath {
  readonly item: number;
  /** As the program gave it; absent when the call was given an open file. */
  readonly name: string | undefined;
  /** `NORMAL`, `PARENT`, `CREATE`, `DELETE`, `UNKNOWN`; `undefined` in logs of old. */
  readonly nametype: string | undefined;
  /** There was a file. */
  readonly found: boolean;
  /** The file is a link. */
  readonly link: boolean;
}

/** `AT_FDCWD`: the working directory as folder of a path. */
export const workingFolder = 0xffffff9c;

/** `RESOLVE_IN_ROOT` of openat2(2). */
export const resolveInRoot = 0x10;
