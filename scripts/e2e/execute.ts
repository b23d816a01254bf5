import { spawnSync } from "node:child_process";
import process from "node:process";

/** How a command is run. */
export interface ExecuteOptions {
  /** Added to the environment of this process. */
  readonly env?: { readonly [name: string]: string };
  readonly cwd?: string;
  /** Seconds after which it is killed; 300 by default. */
  readonly seconds?: number;
  /** Exit codes that are taken as success; only 0 by default. */
  readonly accept?: readonly number[];
}

/** What a command left. */
export interface Execution {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a program to its end, without a shell.
 *
 * @throws An error with the end of what the program wrote when it cannot be started, takes too long, or ends with an
 * exit code that is not accepted.
 */
export function execute(
  program: string,
  args: readonly string[],
  options: ExecuteOptions = {},
): Execution {
  const { accept = [0], cwd, env, seconds = 300 } = options;
  const path = process.env["PATH"] ?? "/usr/bin:/bin";
  const { error, signal, status, stdout, stderr } = spawnSync(program, args, {
    cwd,
    encoding: "utf8",
    env: { ...process.env, LC_ALL: "C.UTF-8", PATH: `${path}:/usr/sbin:/sbin`, ...env },
    killSignal: "SIGKILL",
    maxBuffer: 2 ** 28,
    stdio: ["ignore", "pipe", "pipe"],
    timeout: seconds * 1000,
  });
  if (status !== null && accept.includes(status)) return { status, stdout, stderr };
  const end = error?.message ?? (signal === null ? `exit code ${status}` : `signal ${signal}`);
  const said = `${stdout ?? ""}\n${stderr ?? ""}`.trim().slice(-2000);
  throw new Error(`${program} ${args.slice(0, 4).join(" ")} …: ${end}\n${said}`);
}
