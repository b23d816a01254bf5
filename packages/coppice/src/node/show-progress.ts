import type { Io } from "./io.ts";

/** Says on a terminal what is being done, in place of what was said before; an empty text clears it. */
export function showProgress({ stderr }: Io, text: string): void {
  if (stderr.isTTY) stderr.write(`\r\u001b[2K${text}`);
}
