import process from "node:process";
import { TraceError } from "../trace-error.ts";
import { requireTool } from "./require-tool.ts";

/**
 * Makes sure that this system and user can run an image to record it, before time is spent on more.
 *
 * @throws A {@link TraceError} with code `RECORD_UNSUPPORTED`, `NOT_ROOT` or `TOOL_MISSING`.
 */
export async function assertRecordable(): Promise<void> {
  if (process.platform !== "linux") {
    throw new TraceError(
      "RECORD_UNSUPPORTED",
      `${process.platform} cannot record; do it on Linux, and trace the log here`,
    );
  }
  if (process.geteuid?.() !== 0) {
    throw new TraceError("NOT_ROOT", "recording needs root; run it with sudo");
  }
  for (const tool of ["setpriv", "unshare", "mount", "timeout"]) await requireTool(tool);
}
