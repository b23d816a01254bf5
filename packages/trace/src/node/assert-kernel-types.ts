import { access } from "node:fs/promises";
import { TraceError } from "../trace-error.ts";

/**
 * Makes sure that the kernel describes its own types (BTF), by which `hooks/coppice.bt` finds open files.
 *
 * @throws A {@link TraceError} with code `RECORD_UNSUPPORTED`.
 */
export async function assertKernelTypes(path: string = "/sys/kernel/btf/vmlinux"): Promise<void> {
  try {
    await access(path);
  } catch (cause) {
    throw new TraceError(
      "RECORD_UNSUPPORTED",
      `bpftrace cannot record here, since this kernel has no ${path}; take another source, or Linux 5.4 or later that is built with CONFIG_DEBUG_INFO_BTF`,
      { cause },
    );
  }
}
