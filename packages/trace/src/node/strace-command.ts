import { places, results } from "./namespace-script.ts";
import { runsWell } from "./runs-well.ts";

/**
 * The command line of strace before that of the workload. It records what evidence needs, in half the log that a trace of everything has:
 * - `%file`: every call with a path, from execve and open down to stat and readlink, which are use as well;
 * - `%process`: forks and exits, which say whose child a process is; fchdir, which no class of these has;
 * - `mmap`: libraries that are mapped as code, and files that are read without a call;
 * - the network, and io_uring, through which files are opened unseen;
 * - `status=successful`: a path that is not there is no use of anything (Python asks for thousands);
 * - `-q`, and not `-qq`: ends of processes are told, by which gaps are found;
 * - `-y`: the path behind every descriptor, as the kernel knows it;
 * - `--seccomp-bpf`, of strace 5.3: the other calls run at full speed.
 *
 * Reads are left out: for a server, most of them are of its sockets, and what was opened is kept as well.
 */
export async function straceCommand(): Promise<readonly string[]> {
  const fast = ["-f", "--seccomp-bpf"];
  const isFast = await runsWell("strace", [
    ...fast,
    "-e",
    "trace=execve",
    "-o",
    "/dev/null",
    "true",
  ]);
  return [
    ...["strace", ...(isFast ? fast : ["-f"]), "-q", "-y", "-ttt"],
    ...["-o", `${places.results}/${results.strace}`],
    ...["-e", "trace=%file,%process,mmap,fchdir,bind,connect,listen,accept,accept4,io_uring_setup"],
    ...["-e", "status=successful"],
  ];
}
