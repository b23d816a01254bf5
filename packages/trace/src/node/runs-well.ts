import { spawn } from "node:child_process";
import { searchPath } from "./require-tool.ts";

const longest = 10_000;

/** Whether a command ends soon and with success. */
export function runsWell(program: string, args: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      env: { PATH: searchPath },
      stdio: "ignore",
      timeout: longest,
      killSignal: "SIGKILL",
    });
    child.once("error", () => resolve(false));
    child.once("close", (status) => resolve(status === 0));
  });
}
