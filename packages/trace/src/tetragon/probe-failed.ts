import type { TetragonEvent } from "./tetragon-record.ts";

/** `EINPROGRESS` of errno(3), which connect(2) gives for a socket that does not wait. */
const inProgress = -115;

/** Whether a probe shows that what it is for did not come about; without a return value nothing says so. */
export function probeFailed({ return: result, action }: TetragonEvent, name: string): boolean {
  const digits = result?.int_arg ?? result?.long_arg ?? result?.size_arg ?? result?.uint_arg;
  if (digits === undefined) return action === "KPROBE_ACTION_OVERRIDE";
  const value = signed(Number(digits));
  if (value === inProgress) return false;
  return value < 0 || (value > 0 && name.startsWith("security_"));
}

/** Errors are the last 4095 numbers, also of those without a sign. */
function signed(value: number): number {
  if (value >= 2 ** 63) return -1;
  return value >= 2 ** 32 - 4095 && value < 2 ** 32 ? value - 2 ** 32 : value;
}
