/** What a probed function does with its file, path or socket. `permission` and `mmap` say it in a number. */
export type ProbedUse =
  | "exec"
  | "open"
  | "read"
  | "write"
  | "stat"
  | "remove"
  | "rename"
  | "permission"
  | "mmap"
  | "connect"
  | "listen"
  | "accept"
  | "none";

/** By the names of system calls, which probes call `__x64_sys_open` or, as trace points, `sys_enter_open`. */
const systemCalls: Readonly<Record<string, ProbedUse>> = {
  accept: "accept",
  accept4: "accept",
  access: "stat",
  bind: "none",
  close: "none",
  connect: "connect",
  creat: "write",
  execve: "exec",
  execveat: "exec",
  faccessat: "stat",
  faccessat2: "stat",
  listen: "listen",
  lstat: "stat",
  mmap: "none",
  newfstatat: "stat",
  newlstat: "stat",
  newstat: "stat",
  open: "open",
  openat: "open",
  openat2: "open",
  pread64: "read",
  pwrite64: "write",
  read: "read",
  readlink: "stat",
  readlinkat: "stat",
  readv: "read",
  rename: "rename",
  renameat: "rename",
  renameat2: "rename",
  rmdir: "remove",
  sendfile64: "read",
  stat: "stat",
  statx: "stat",
  truncate: "write",
  unlink: "remove",
  unlinkat: "remove",
  write: "write",
  writev: "write",
};

/** By the names of LSM hooks, which probes call `security_file_open`. */
const securityHooks: Readonly<Record<string, ProbedUse>> = {
  bprm_check: "exec",
  bprm_check_security: "exec",
  bprm_committed_creds: "exec",
  bprm_committing_creds: "exec",
  bprm_creds_for_exec: "exec",
  bprm_creds_from_file: "exec",
  file_open: "open",
  file_permission: "permission",
  file_truncate: "write",
  inode_getattr: "stat",
  mmap_file: "mmap",
  path_truncate: "write",
  path_unlink: "remove",
  socket_accept: "accept",
  socket_bind: "none",
  socket_connect: "connect",
  socket_listen: "listen",
};

/** By the names of other functions of the kernel. */
const functions: Readonly<Record<string, ProbedUse>> = {
  do_filp_open: "open",
  do_sys_open: "open",
  do_sys_openat2: "open",
  do_unlinkat: "remove",
  fd_install: "open",
  filp_close: "none",
  inet_csk_accept: "accept",
  inet_csk_listen_start: "listen",
  inet_listen: "listen",
  sched_process_exec: "exec",
  tcp_connect: "connect",
  tcp_v4_connect: "connect",
  tcp_v6_connect: "connect",
  vfs_open: "open",
  vfs_read: "read",
  vfs_write: "write",
};

const uses: ReadonlyMap<string, ProbedUse> = new Map([
  ...Object.entries(functions),
  ...Object.entries(systemCalls).flatMap(([name, use]) =>
    ["sys_", "__x64_sys_", "__arm64_sys_", "__ia32_sys_", "sys_enter_"].map(
      (prefix): [string, ProbedUse] => [`${prefix}${name}`, use],
    ),
  ),
  ...Object.entries(securityHooks).flatMap(([name, use]): [string, ProbedUse][] => [
    [name, use],
    [`security_${name}`, use],
  ]),
]);

/** What a probed function or trace point does; `undefined` when it is not known. */
export function probedUse(name: string): ProbedUse | undefined {
  return uses.get(name);
}
