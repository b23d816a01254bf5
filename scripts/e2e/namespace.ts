import { mkdirSync, rmSync } from "node:fs";
import { execute } from "./execute.ts";

/** Where the namespace shows what it is given: neutral names, so that a trace holds no path of the machine. */
export const places = { root: "/mnt/rootfs", client: "/mnt/original", results: "/mnt/results" };

/** Name of strace's log among the results. */
export const traceFile = "trace.strace";

/** What a namespace holds. */
export interface NamespaceOptions {
  /** Folder that is seen at `places.root`. */
  readonly root: string;
  /** Folder that is seen at `places.client`. */
  readonly clientRoot: string;
  /** Folder that is seen at `places.results`; emptied first. */
  readonly results: string;
  /** Whether strace writes a log, {@link traceFile}, among the results. */
  readonly trace?: boolean;
  /** Seconds after which all of it is killed; 180 by default. */
  readonly seconds?: number;
}

/**
 * What evidence needs, in half the log that a trace of everything has:
 * - `%file`: every call with a path, from execve and open down to stat and readlink, which are use as well;
 * - `%process`: forks and exits, which say whose child a process is; fchdir, which no class of these has;
 * - `mmap`: libraries that are mapped as code, and files that are read without a call;
 * - `status=successful`: a path that is not there is no use of anything (Python asks for thousands);
 * - `-y`: the path behind every descriptor, as the kernel knows it;
 * - `--seccomp-bpf`: the other calls run at full speed.
 *
 * Reads are left out: for a server, most of them are of its sockets, and what was opened is kept as well.
 */
const strace = [
  ...["strace", "-f", "-qq", "-y", "--seccomp-bpf", "-o", `${places.results}/${traceFile}`],
  ...["-e", "trace=%file,%process,mmap,fchdir", "-e", "status=successful"],
];

/** Mounts as a container's runtime makes them, on a tmpfs that ends with the namespace. */
const setUp = `
set -eu
mount -t tmpfs -o mode=755 tmpfs /mnt
mkdir ${places.root} ${places.client} ${places.results}
mount --bind "$1" ${places.root}
mount --bind "$2" ${places.client}
mount --bind "$3" ${places.results}
for root in ${places.root} ${places.client}; do
  mkdir -p $root/proc $root/dev $root/run $root/tmp
  mount -t proc proc $root/proc
  mount -t tmpfs -o mode=755 tmpfs $root/run
  mount -t tmpfs -o mode=1777 tmpfs $root/tmp
  mount -t tmpfs -o mode=755 tmpfs $root/dev
  mkdir -m 1777 $root/dev/shm
  for device in null zero full random urandom; do
    : >$root/dev/$device
    mount --bind /dev/$device $root/dev/$device
  done
  ln -s /proc/self/fd $root/dev/fd
  ln -s /proc/self/fd/0 $root/dev/stdin
  ln -s /proc/self/fd/1 $root/dev/stdout
  ln -s /proc/self/fd/2 $root/dev/stderr
done
ip link set lo up
shift 3
cd /mnt
"$@"
`;

/**
 * Runs a shell script in its own mount, process, network, host name and IPC namespaces, with loopback as the only
 * network. When it ends or its time is over, the kernel ends every process and mount of it.
 */
export function runInNamespace(script: string, options: NamespaceOptions): void {
  const { clientRoot, results, root, seconds = 180, trace = false } = options;
  rmSync(results, { recursive: true, force: true });
  mkdirSync(results, { recursive: true });
  const tracer = trace ? strace : [];
  execute(
    "unshare",
    [
      ...["--mount", "--pid", "--net", "--uts", "--ipc", "--fork", "--kill-child=KILL"],
      ...["--mount-proc", "--", "sh", "-c", setUp, "sh", root, clientRoot, results],
      ...[...tracer, "sh", "-c", script],
    ],
    { env: { PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" }, seconds },
  );
}
