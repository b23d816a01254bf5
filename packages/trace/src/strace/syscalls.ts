import { skipText } from "./cursor.ts";
import {
  binds,
  closes,
  closesRange,
  connects,
  controls,
  duplicates,
  listens,
} from "./descriptor-calls.ts";
import {
  creates,
  links,
  looksAt,
  looksAtLink,
  maps,
  opens,
  reads,
  removes,
  renames,
  writes,
} from "./file-calls.ts";
import {
  changesFolder,
  changesRoot,
  executes,
  forks,
  joinsNamespace,
  pivotsRoot,
  showsFolder,
  unshares,
} from "./process-calls.ts";
import type { Call } from "./read-call.ts";
import type { Scene } from "./scene.ts";

/** A system call that says something about files, processes or the network. */
export interface Syscall {
  readonly name: string;
  /** Its arguments, in the letters of `readCall`. */
  readonly signature: string;
  /** Takes a call that succeeded into account. */
  readonly act: (scene: Scene, call: Call) => void;
  /** It makes a process. */
  readonly fork: boolean;
}

/** Names, arguments and meaning; section 2 of the Linux manual pages describes each. */
const table: readonly (readonly [names: string, signature: string, act: Syscall["act"]])[] = [
  ["execve", "p", executes],
  ["execveat", "dp", executes],
  ["open", "pw", opens],
  ["creat", "p", creates],
  ["openat openat2", "dpw", opens],
  ["mmap mmap2", "--w-d", maps],
  ["read pread64 readv preadv preadv2", "d", reads],
  ["sendfile sendfile64", "-d", reads],
  ["splice copy_file_range", "d", reads],
  ["stat stat64 access statfs statfs64 getxattr listxattr", "p", looksAt],
  ["lstat lstat64 readlink lgetxattr llistxattr", "p", looksAtLink],
  ["newfstatat fstatat64 faccessat2", "dp-w", looksAt],
  ["statx", "dpw", looksAt],
  ["faccessat", "dp", looksAt],
  ["readlinkat", "dp", looksAtLink],
  ["mkdir mknod chmod chown chown32 lchown lchown32 truncate truncate64", "p", writes],
  ["utime utimes setxattr lsetxattr removexattr lremovexattr", "p", writes],
  ["mkdirat mknodat fchmodat fchmodat2 fchownat utimensat futimesat", "dp", writes],
  ["symlink", "-p", writes],
  ["symlinkat", "-dp", writes],
  ["link", "pp", links],
  ["linkat", "dpdp", links],
  ["unlink rmdir", "p", removes],
  ["unlinkat", "dp", removes],
  ["rename", "pp", renames],
  ["renameat renameat2", "dpdp", renames],
  ["chdir", "p", changesFolder],
  ["fchdir", "d", changesFolder],
  ["getcwd", "p", showsFolder],
  ["chroot", "p", changesRoot],
  ["pivot_root", "pp", pivotsRoot],
  ["fork vfork", "", forks],
  ["clone clone2 clone3", "*", forks],
  ["unshare", "w", unshares],
  ["setns", "-w", joinsNamespace],
  ["dup", "d", duplicates],
  ["dup2", "dd", duplicates],
  ["dup3", "ddw", duplicates],
  ["fcntl fcntl64", "dw*", controls],
  ["close", "d", closes],
  ["close_range", "www", closesRange],
  ["bind", "dw", binds],
  ["listen", "d", listens],
  ["connect", "dw", connects],
];

const syscalls: ReadonlyMap<number, Syscall> = new Map(
  table.flatMap(([names, signature, act]) =>
    names
      .split(" ")
      .map((name): [number, Syscall] => [
        hashName(name),
        { name, signature, act, fork: act === forks },
      ]),
  ),
);

function hashName(name: string): number {
  let hash = 0;
  for (let index = 0; index < name.length; index++) hash = extendHash(hash, name.charCodeAt(index));
  return hash;
}

/** Hash of a name from the hash of all but its last byte, so that names are looked up without making strings. */
export function extendHash(hash: number, byte: number): number {
  return (Math.imul(hash, 31) + byte) | 0;
}

/** The system call whose name stands in `bytes` and has this hash, if it is of interest. */
export function findSyscall(hash: number, bytes: Uint8Array, start: number): Syscall | undefined {
  const syscall = syscalls.get(hash);
  return syscall && skipText({ bytes, at: start, end: bytes.length }, syscall.name)
    ? syscall
    : undefined;
}
