import { spawn } from "node:child_process";
import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { TraceError } from "../trace-error.ts";
import { assertKernelTypes } from "./assert-kernel-types.ts";
import { bpftraceScript } from "./bpftrace-script.ts";
import { hookPath } from "./hook-path.ts";
import { searchPath } from "./require-tool.ts";
import { endOf } from "./start-gated.ts";

/** A recorder that runs. */
export interface RunningRecorder {
  /** Ends it; fulfilled when its log is complete. */
  stop(): Promise<void>;
}

/** In a mount namespace of its own, since the kernel's tracepoints need not be mounted. */
const command = `
[ -d /sys/kernel/tracing/events ] || mount -t tracefs tracefs /sys/kernel/tracing
exec bpftrace --no-warnings -f json -o "$1" "$2" 0 "$3"
`;

const startSeconds = 60;
const stopSeconds = 30;

/**
 * Records the processes that come of `pid` with bpftrace; fulfilled when it has begun to.
 *
 * @throws A {@link TraceError} with code `RECORD_UNSUPPORTED` when it does not.
 */
export async function startBpftrace(
  pid: number,
  log: string,
  work: string,
  signal: AbortSignal | undefined,
): Promise<RunningRecorder> {
  await assertKernelTypes();
  const script = join(work, "coppice.bt");
  await writeFile(
    script,
    bpftraceScript(process.arch, await readFile(hookPath("coppice.bt"), "utf8")),
  );
  const args = ["--mount", "--", "sh", "-c", command, "sh", log, script, `${pid}`];
  const child = spawn("setpriv", ["--pdeathsig", "KILL", "--", "unshare", ...args], {
    env: {
      PATH: searchPath,
      BPFTRACE_STRLEN: "200",
      BPFTRACE_MAP_KEYS_MAX: "65536",
      BPFTRACE_PERF_RB_PAGES: "512",
    },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const ended = endOf(child);
  const end = (): void => {
    child.kill("SIGKILL");
  };
  signal?.addEventListener("abort", end, { once: true });
  const isGone = (): boolean => child.exitCode !== null || child.signalCode !== null;
  for (let waited = 0; !(await hasBegun(log)); waited += 0.05) {
    if (isGone() || waited > startSeconds) {
      end();
      const { failure } = await ended;
      throw new TraceError(
        "RECORD_UNSUPPORTED",
        `bpftrace cannot record here (${failure || "it did not begin"}); take another source`,
      );
    }
    await sleep(50);
  }
  return {
    async stop() {
      child.kill("SIGINT");
      const timer = setTimeout(end, stopSeconds * 1000);
      await ended;
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
    },
  };
}

/** The first record comes when all probes are there. */
async function hasBegun(log: string): Promise<boolean> {
  if (((await stat(log).catch(() => undefined))?.size ?? 0) === 0) return false;
  return (await readFile(log, "latin1")).includes('"data": "B ');
}
