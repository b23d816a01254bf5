import { TraceError } from "../trace-error.ts";
import { assertKernelTypes } from "./assert-kernel-types.ts";
import { hookPath } from "./hook-path.ts";
import type { RecordSource } from "./record-options.ts";
import { findTool } from "./require-tool.ts";
import { runsWell } from "./runs-well.ts";

/**
 * The sources that together show most of what can be shown here: strace, which sees every call, or else bpftrace; and
 * fanotify beside it, to which the kernel tells what neither sees, such as the interpreter of a script that was made at run
 * time.
 *
 * @throws A {@link TraceError} with code `RECORD_UNSUPPORTED` when none works.
 */
export async function findRecordSources(): Promise<readonly RecordSource[]> {
  const calls: RecordSource | undefined = (await tracesCalls())
    ? "strace"
    : (await findTool("bpftrace")) && (await describesTypes())
      ? "bpftrace"
      : undefined;
  const listens = await runsWell("perl", [hookPath("fanotify.pl"), "--check", "/"]);
  if (calls) return listens ? [calls, "fanotify"] : [calls];
  if (listens) return ["fanotify"];
  throw new TraceError(
    "RECORD_UNSUPPORTED",
    "nothing here can record; install strace, and allow ptrace where a container runtime forbids it",
  );
}

function tracesCalls(): Promise<boolean> {
  return runsWell("strace", ["-f", "-qq", "-e", "status=successful", "-o", "/dev/null", "true"]);
}

function describesTypes(): Promise<boolean> {
  return assertKernelTypes().then(
    () => true,
    () => false,
  );
}
