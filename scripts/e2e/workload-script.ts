import type { Bundle } from "./bundle.ts";
import type { Step } from "./step.ts";

/** Where things stand for the script that {@link renderWorkloadScript} makes; see `namespace.ts`. */
export interface WorkloadScriptOptions {
  readonly bundle: Bundle;
  /** The TCP port on which the image listens. */
  readonly port: number;
  /** The image's root. */
  readonly root: string;
  /** The root in which clients are run. */
  readonly clientRoot: string;
  /** Folder for what the steps leave: `N.out` and `N.status` for the step of index N. */
  readonly results: string;
}

/** Seconds after which a command of a step is killed. */
const commandSeconds = 20;

/**
 * The steps as a script for a POSIX shell outside the image, which needs nothing of the image to drive it: unshare(1)
 * enters a root, takes the user and the folder, and becomes the program, as a container's runtime would.
 */
export function renderWorkloadScript(
  steps: readonly Step[],
  options: WorkloadScriptOptions,
): string {
  const { bundle, clientRoot, port, results, root } = options;
  const enterImage = [
    ...["env", "-i", ...bundle.env],
    ...["unshare", `--root=${root}`, `--wd=${bundle.cwd}`],
    ...[`--setgid=${bundle.gid}`, `--setuid=${bundle.uid}`, "--"],
  ];
  const path = bundle.env.find((variable) => variable.startsWith("PATH=")) ?? "PATH=/usr/bin:/bin";
  const enterClient = ["env", "-i", path, "unshare", `--root=${clientRoot}`, "--wd=/", "--"];
  const signal = bundle.stopSignal.replace(/^SIG/, "");

  const lines = steps.map((step, index) => {
    switch (step.kind) {
      case "start":
        return `start ${index} ${quoteAll([...enterImage, ...bundle.args])}`;
      case "stop":
        return `stop ${index} ${signal}`;
      case "signal":
        return `signal ${index} ${step.signal}`;
      case "command": {
        const enter = step.at === "image" ? enterImage : enterClient;
        return `printf %s ${quote(step.input ?? "")} | run ${index} ${quoteAll([...enter, ...step.command])}`;
      }
      default:
        return step satisfies never;
    }
  });
  return `${preamble(results, port)}${lines.join("\n")}\n`;
}

function preamble(results: string, port: number): string {
  // The kernel's table of sockets says who listens without asking the program itself, which would count as use of it.
  const listening = `:${port.toString(16).toUpperCase().padStart(4, "0")} 00000000:0000 0A`;
  return `
status() { echo "$2" >${quote(results)}/"$1".status; }
start() {
  index=$1; shift
  "$@" </dev/null >>${quote(results)}/server.log 2>&1 &
  server=$!
  for _ in $(seq 300); do
    if grep -q ${quote(listening)} /proc/net/tcp; then status "$index" 0; return; fi
    sleep 0.05
  done
  status "$index" 1
  # Nothing that follows could pass, and strace waits for every process.
  kill -s KILL "$server"
  exit 0
}
stop() { kill -s "$2" "$server"; wait "$server"; status "$1" "$?"; }
signal() { kill -s "$2" "$server"; status "$1" "$?"; sleep 1; }
run() {
  index=$1; shift
  timeout ${commandSeconds} "$@" >${quote(results)}/"$index".out 2>&1
  status "$index" "$?"
}
`;
}

function quoteAll(words: readonly string[]): string {
  return words.map(quote).join(" ");
}

function quote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
