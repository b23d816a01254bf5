import { CommanderError } from "commander";
import { createProgram } from "./create-program.ts";
import { type ExitCode, exitCodes } from "./exit-codes.ts";
import type { Io } from "./io.ts";
import { reportFailure } from "./report-failure.ts";

/**
 * Runs one command line and gives its exit code: 0 done, 1 a check failed, 2 wrong usage, 3 input that cannot be read or
 * is refused, 4 a fault of the program, 130 interrupted. It throws nothing and never ends the process.
 *
 * @example
 * ```ts
 * import { main } from "coppice";
 *
 * const output: string[] = [];
 * const keep = { write: (text: string) => output.push(text) };
 * const nothing = (async function* (): AsyncGenerator<Uint8Array> {})();
 * await main(["--help"], { stdin: nothing, stdout: keep, stderr: keep }); // => 0
 * output.join("").startsWith("Usage: coppice"); // => true
 * ```
 */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  let exitCode: ExitCode = exitCodes.done;
  const program = createProgram(io, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(argv, { from: "user" });
    return exitCode;
  } catch (error) {
    // Commander has printed the help, the version or the fault already.
    if (error instanceof CommanderError) {
      return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
    }
    return reportFailure(error, io, argv.includes("--json"));
  }
}
