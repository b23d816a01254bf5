import { type Flag, hasFlag } from "./flag.ts";

/** What the flags of open(2) say that matters to use. */
export interface OpenFlags {
  /** Opened to be changed. */
  readonly writes: boolean;
  readonly closeOnExec: boolean;
  /** A link at the end is not followed. */
  readonly noFollow: boolean;
  /** Only a handle: nothing is read through it. */
  readonly handle: boolean;
  /** It is, or may be, a folder that paths start from. */
  readonly folder: boolean;
  /** A file without a name, in the folder that the path names. */
  readonly unnamed: boolean;
  /** The folder is the root for the path and for the links in it (`RESOLVE_IN_ROOT` of openat2(2)). */
  readonly inRoot: boolean;
}

const writing: readonly Flag[] = ["O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC"];

const known = new Map<string, OpenFlags>();

/** More combinations than programs use, so that a log cannot make many. */
const mostKnown = 512;

/** Reads flags as strace writes them, or the structure of openat2(2) that has them. */
export function readOpenFlags(text: string): OpenFlags {
  const before = known.get(text);
  if (before) return before;
  const flags: OpenFlags = {
    writes: writing.some((flag) => hasFlag(text, flag)),
    closeOnExec: hasFlag(text, "O_CLOEXEC"),
    noFollow: hasFlag(text, "O_NOFOLLOW") || hasFlag(text, "RESOLVE_NO_SYMLINKS"),
    handle: hasFlag(text, "O_PATH"),
    folder: hasFlag(text, "O_DIRECTORY") || hasFlag(text, "O_PATH"),
    unnamed: hasFlag(text, "O_TMPFILE"),
    inRoot: hasFlag(text, "RESOLVE_IN_ROOT"),
  };
  if (known.size === mostKnown) known.clear();
  known.set(text, flags);
  return flags;
}
