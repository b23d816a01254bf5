/**
 * Values of the flags that matter (uapi headers of Linux), for logs that show numbers in place of names (`-X raw`, `-e raw`).
 * They are the same on all machines but for `O_DIRECTORY` and `O_NOFOLLOW`, here of x86.
 */
const values = {
  AT_SYMLINK_FOLLOW: 0x400,
  AT_SYMLINK_NOFOLLOW: 0x100,
  CLONE_FILES: 0x400,
  CLONE_FS: 0x200,
  CLONE_NEWNS: 0x20000,
  CLONE_NEWPID: 0x2000_0000,
  CLONE_NEWUSER: 0x1000_0000,
  CLOSE_RANGE_CLOEXEC: 4,
  CLOSE_RANGE_UNSHARE: 2,
  FD_CLOEXEC: 1,
  IORING_SETUP_SQPOLL: 2,
  MFD_CLOEXEC: 1,
  MS_BIND: 0x1000,
  MS_MOVE: 0x2000,
  MS_PRIVATE: 0x40000,
  MS_REC: 0x4000,
  MS_REMOUNT: 0x20,
  MS_SHARED: 0x100000,
  MS_SLAVE: 0x80000,
  MS_UNBINDABLE: 0x20000,
  O_CLOEXEC: 0x80000,
  O_CREAT: 0x40,
  O_DIRECTORY: 0x10000,
  O_NOFOLLOW: 0x20000,
  O_PATH: 0x200000,
  O_RDWR: 2,
  O_TMPFILE: 0x400000,
  O_TRUNC: 0x200,
  O_WRONLY: 1,
  PROT_EXEC: 4,
  RENAME_EXCHANGE: 2,
  RESOLVE_IN_ROOT: 0x10,
  RESOLVE_NO_SYMLINKS: 4,
  SOCK_CLOEXEC: 0x80000,
} as const;

/** Name of a flag. */
export type Flag = keyof typeof values;

/** Whether flags, or a structure that has them, as strace writes these have a flag. */
export function hasFlag(text: string, flag: Flag): boolean {
  return text.includes(flag) || (numberIn(text, flag) & values[flag]) !== 0;
}

/** The number that stands for the flags; 0 when they are written by their names. */
function numberIn(text: string, flag: Flag): number {
  if (text.startsWith("0x")) return Number.parseInt(text, 16);
  const name = flag.startsWith("RESOLVE_") ? "resolve=0x" : "flags=0x";
  const at = text.indexOf(name);
  // Behind the last digit reading stops.
  return at < 0 ? 0 : Number.parseInt(text.slice(at + name.length, at + name.length + 16), 16);
}
