import { skipText } from "../lines/cursor.ts";
import { closes, closesRange, controls, duplicates } from "./descriptor-calls.ts";
import {
  creates,
  createsInMemory,
  looksAt,
  looksAtLink,
  maps,
  mapsLibrary,
  opens,
  opensByHandle,
  reads,
  readsClone,
  writes,
  writesLink,
} from "./file-calls.ts";
import { links, makesFolder, makesLink, removes, renames } from "./link-calls.ts";
import { configures, makesMount, mounts, movesMount, opensMount, unmounts } from "./mount-calls.ts";
import { accepts, binds, connects, listens, makesSocket } from "./network-calls.ts";
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
import { entersRing, makesRing } from "./ring-calls.ts";
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

/** Names, arguments and meaning. */
type Row = readonly [names: string, signature: string, act: Syscall["act"]];

/** Every call of Linux that takes a path, of which section 2 of its manual pages describes each. */
const ofPaths: readonly Row[] = [
  ["execve", "p", executes],
  ["execveat", "dp", executes],
  ["uselib", "p", mapsLibrary],
  ["open", "pw", opens],
  ["openat openat2", "dpw", opens],
  ["creat", "p", creates],
  ["stat stat64 oldstat access statfs statfs64 getxattr listxattr", "p", looksAt],
  ["newfstatat fstatat64 faccessat2", "dp-w", looksAt],
  ["statx getxattrat listxattrat", "dpw", looksAt],
  ["file_getattr", "dp--w", looksAt],
  ["faccessat fspick mount_setattr", "dp", looksAt],
  ["inotify_add_watch quotactl", "-p", looksAt],
  ["fanotify_mark", "---dp", looksAt],
  ["swapon swapoff", "p", looksAt],
  ["fsconfig", "-w-pd", configures],
  ["lstat lstat64 oldlstat readlink lgetxattr llistxattr", "p", looksAtLink],
  ["readlinkat", "dp", looksAtLink],
  ["name_to_handle_at", "dp--w", looksAtLink],
  ["chmod chown chown32 truncate truncate64 utime utimes setxattr removexattr", "p", writes],
  ["mknod acct", "p", writes],
  ["mknodat fchmodat futimesat", "dp", writes],
  ["fchmodat2 utimensat utimensat_time64", "dp-w", writes],
  ["fchownat file_setattr", "dp--w", writes],
  ["setxattrat removexattrat", "dpw", writes],
  ["lchown lchown32 lsetxattr lremovexattr", "p", writesLink],
  ["mkdir", "p", makesFolder],
  ["mkdirat", "dp", makesFolder],
  ["symlink", "pp", makesLink],
  ["symlinkat", "pdp", makesLink],
  ["link", "pp", links],
  ["linkat", "dpdpw", links],
  ["unlink rmdir", "p", removes],
  ["unlinkat", "dp", removes],
  ["rename", "pp", renames],
  ["renameat", "dpdp", renames],
  ["renameat2", "dpdpw", renames],
  ["chdir", "p", changesFolder],
  ["getcwd", "p", showsFolder],
  ["chroot", "p", changesRoot],
  ["pivot_root", "pp", pivotsRoot],
  ["mount", "ppww", mounts],
  ["umount umount2 oldumount", "p", unmounts],
  ["open_tree open_tree_attr", "dp", opensMount],
  ["move_mount", "dpdp", movesMount],
];

/** Calls that use, make or pass on open files. */
const ofDescriptors: readonly Row[] = [
  ["read pread64 readv preadv preadv2 readahead", "d", reads],
  ["sendfile sendfile64", "-d", reads],
  ["splice copy_file_range finit_module kexec_file_load", "d", reads],
  ["ioctl", "-wd", readsClone],
  ["mmap mmap2 old_mmap", "--w-d", maps],
  ["memfd_create", "ww", createsInMemory],
  ["open_by_handle_at", "--w", opensByHandle],
  ["fsmount", "", makesMount],
  ["fchdir", "d", changesFolder],
  ["dup", "d", duplicates],
  ["dup2", "dd", duplicates],
  ["dup3", "ddw", duplicates],
  ["fcntl fcntl64", "dw*", controls],
  ["close", "d", closes],
  ["close_range", "www", closesRange],
  ["io_uring_setup", "-w", makesRing],
  ["io_uring_enter", "-w", entersRing],
];

const ofProcesses: readonly Row[] = [
  ["fork vfork", "", forks],
  ["clone clone2 clone3", "*", forks],
  ["unshare", "w", unshares],
  ["setns", "-w", joinsNamespace],
];

const ofSockets: readonly Row[] = [
  ["socket", "ww", makesSocket],
  ["bind getsockname", "dw", binds],
  ["listen", "d", listens],
  ["accept", "d", accepts],
  ["accept4", "d--w", accepts],
  ["connect sendmsg", "dw", connects],
  ["sendto", "d---w", connects],
];

const syscalls: ReadonlyMap<number, Syscall> = new Map(
  [...ofPaths, ...ofDescriptors, ...ofProcesses, ...ofSockets].flatMap(([names, signature, act]) =>
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
