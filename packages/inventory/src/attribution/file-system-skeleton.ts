import type { FileEntry } from "@coppice/types";

/** Folders of the hierarchy that belong to the system as a whole. See FHS 3.0, and file-hierarchy(7). */
const folders: ReadonlySet<string> = new Set([
  "/",
  ...["/bin", "/boot", "/dev", "/etc", "/home", "/lib", "/lib32", "/lib64", "/libx32", "/media"],
  ...["/mnt", "/opt", "/proc", "/root", "/run", "/sbin", "/srv", "/sys", "/tmp", "/usr", "/var"],
  ...["/etc/opt", "/run/lock", "/usr/local", "/usr/src", "/var/cache", "/var/lib", "/var/local"],
  ...[
    "/var/lock",
    "/var/log",
    "/var/mail",
    "/var/opt",
    "/var/run",
    "/var/spool",
    "/var/spool/mail",
  ],
  ...["/var/tmp", "/dev/mqueue", "/dev/pts", "/dev/shm"],
]);

/** What container runtimes put into `/dev`, and those who make a root file system before them. */
const devices: ReadonlySet<string> = new Set([
  ...["console", "fd", "full", "kmsg", "null", "ptmx", "random", "stderr", "stdin", "stdout"],
  ...["tty", "urandom", "zero"],
]);

/** Files over which container runtimes mount their own, and what tools write to build with a network. */
const files: ReadonlySet<string> = new Set([
  ...["/.dockerenv", "/etc/fstab", "/etc/hostname", "/etc/hosts", "/etc/mtab", "/etc/resolv.conf"],
]);

/** Whether an entry is part of any root file system, whatever is installed in it: of `/dev` only devices and links. */
export function isSkeleton({ path, type }: FileEntry): boolean {
  if (type === "directory") return folders.has(path);
  if (path.startsWith("/dev/")) return type !== "file" && devices.has(path.slice("/dev/".length));
  return files.has(path);
}
