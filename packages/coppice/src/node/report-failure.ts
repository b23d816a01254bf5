import { isCoppiceError } from "@coppice/types";
import { type ExitCode, exitCodes } from "./exit-codes.ts";
import type { Io } from "./io.ts";
import { printable } from "./reports/printable.ts";
import { showProgress } from "./show-progress.ts";

/** Says on `stderr` why a command failed, as JSON where the command was asked for that, and gives its exit code. */
export function reportFailure(error: unknown, io: Io, json: boolean): ExitCode {
  const { stderr, signal } = io;
  showProgress(io, "");
  if (signal?.aborted) return exitCodes.interrupted;
  const { code, message } = describe(error);
  stderr.write(
    json
      ? `${JSON.stringify({ error: { code, message } })}\n`
      : `coppice: ${code}: ${printable(message)}\n`,
  );
  if (code === "USAGE") return exitCodes.usage;
  if (code !== "INTERNAL") return exitCodes.input;
  if (!json && error instanceof Error) {
    for (const line of error.stack?.split("\n") ?? []) stderr.write(`${printable(line)}\n`);
  }
  return exitCodes.internal;
}

function describe(error: unknown): { readonly code: string; readonly message: string } {
  if (isCoppiceError(error)) return error;
  const message = error instanceof Error ? error.message : String(error);
  return error instanceof Error && "syscall" in error && "code" in error
    ? { code: String(error.code), message }
    : { code: "INTERNAL", message: `${message}; this is a fault of coppice, please report it` };
}
