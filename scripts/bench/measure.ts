import { spawnSync } from "node:child_process";

/** What one run of a command took. */
export interface Measure {
  readonly seconds: number;
  /** User and system time together. */
  readonly cpuSeconds: number;
  /** The most memory that it held. */
  readonly megabytes: number;
}

/**
 * Runs a command under time(1) and says what it took.
 *
 * @throws An error with what the command printed when it fails.
 */
export function measure(command: readonly string[], cwd: string): Measure {
  const { status, stderr, error } = spawnSync("time", ["-f", "%e %U %S %M", ...command], {
    cwd,
    encoding: "utf8",
    stdio: ["ignore", "ignore", "pipe"],
    maxBuffer: 1 << 26,
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`${command[0]} ended with ${status}: ${stderr}`);
  const last = stderr.trimEnd().split("\n").at(-1) ?? "";
  const [seconds = 0, user = 0, system = 0, kilobytes = 0] = last.split(" ").map(Number);
  return { seconds, cpuSeconds: user + system, megabytes: kilobytes / 1000 };
}

const runs = 3;
/** A command that takes longer is run once. */
const longSeconds = 60;

/** The run of three that took the least processor time: what others do on the machine can only add to it. */
export function measureBest(command: readonly string[], cwd: string): Measure {
  let best = measure(command, cwd);
  for (let run = 1; run < runs && best.seconds < longSeconds; run++) {
    const next = measure(command, cwd);
    if (next.cpuSeconds < best.cpuSeconds) best = next;
  }
  return best;
}
