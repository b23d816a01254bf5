import { TraceError } from "../trace-error.ts";
import type { Process } from "./process-table.ts";
import type { Syscall } from "./syscalls.ts";

/** The part of a call that the log has shown before other lines came in between. */
export interface PendingCall {
  /** Absent for a call of no interest. */
  readonly syscall: Syscall | undefined;
  /** From its first argument on. */
  readonly text: Uint8Array;
  readonly offset: number;
  readonly time: number | undefined;
  /** strace let go of the process during the call. */
  readonly detached: boolean;
  /** Who began it; a thread that executes has it answered as the first one. */
  readonly begunBy?: Process;
}

/** A call of no interest, of which nothing needs to be kept. */
export const passedOver: PendingCall = {
  syscall: undefined,
  text: new Uint8Array(),
  offset: 0,
  time: undefined,
  detached: false,
};

/** The calls that have begun and not returned: one a process at most. */
export interface PendingCalls {
  readonly byProcess: Map<Process, PendingCall>;
  bytes: number;
  /** Most bytes that all of them may have. */
  readonly limit: number;
}

/** What keeping a call takes besides its text. */
const callBytes = 64;

export function addPending(calls: PendingCalls, process: Process, call: PendingCall): void {
  takePending(calls, process);
  calls.byProcess.set(process, call);
  calls.bytes += call.text.length + callBytes;
  if (calls.bytes > calls.limit) {
    throw new TraceError(
      "LIMIT_EXCEEDED",
      `calls that have not returned take more than ${calls.limit} bytes of the log; raise limits.pendingBytes to read it`,
    );
  }
}

export function takePending(calls: PendingCalls, process: Process): PendingCall | undefined {
  const call = calls.byProcess.get(process);
  if (call === undefined) return undefined;
  calls.byProcess.delete(process);
  calls.bytes -= call.text.length + callBytes;
  return call;
}
