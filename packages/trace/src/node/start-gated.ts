import { type ChildProcess, spawn } from "node:child_process";
import { TraceError } from "../trace-error.ts";
import { searchPath } from "./require-tool.ts";

/** A command that exists as a process and has not begun. */
export interface GatedCommand {
  readonly pid: number;
  /** Lets it begin; fulfilled when it ends, and it is killed after so many milliseconds. */
  open(milliseconds: number): Promise<CommandEnd>;
  /** Kills it. */
  end(): void;
}

/** How a command ended. */
export interface CommandEnd {
  readonly status: number | undefined;
  /** The end of what it said. */
  readonly failure: string;
}

/** Starts a command behind a gate, so that a recorder can be told its process before it does anything. */
export function startGated(
  command: readonly string[],
  signal: AbortSignal | undefined,
): GatedCommand {
  // The kernel kills it when this process ends, however it does.
  const gate = [
    "--pdeathsig",
    "KILL",
    "--",
    "sh",
    "-c",
    'read -r gate || exit 1; exec "$@" </dev/null',
  ];
  const child = spawn("setpriv", [...gate, "sh", ...command], {
    env: { PATH: searchPath, LC_ALL: "C.UTF-8" },
    stdio: ["pipe", "ignore", "pipe"],
  });
  const ended = endOf(child);
  const end = (): void => {
    child.kill("SIGKILL");
  };
  signal?.addEventListener("abort", end, { once: true });
  // It may end before the gate is opened.
  child.stdin.on("error", () => {});
  return {
    pid: child.pid ?? 0,
    async open(milliseconds) {
      const timer = setTimeout(end, milliseconds);
      child.stdin.end("\n");
      try {
        return await ended;
      } finally {
        clearTimeout(timer);
        signal?.removeEventListener("abort", end);
      }
    },
    end,
  };
}

const kept = 2000;

/** Waits for the end of a process, and keeps the end of what it writes to its standard error. */
export function endOf(child: ChildProcess): Promise<CommandEnd> {
  let said = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    said = (said + text).slice(-kept);
  });
  const ended = new Promise<CommandEnd>((resolve, reject) => {
    child.once("error", (cause) =>
      reject(
        new TraceError("TOOL_MISSING", `${child.spawnfile} cannot be run`, {
          cause,
        }),
      ),
    );
    child.once("close", (status) => resolve({ status: status ?? undefined, failure: said.trim() }));
  });
  // Whoever waits is told.
  ended.catch(() => {});
  return ended;
}
