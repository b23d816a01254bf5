import { type Cursor, standsAt } from "../lines/cursor.ts";

const beginnings = ["$ ", "# ", "^C"] as const;

/** Whether a line is of the shell that a tool was started from and stopped in, as in what is copied from a terminal. */
export function isShellLine({ bytes, at, end }: Cursor): boolean {
  return beginnings.some((beginning) => standsAt(bytes, at, end, beginning));
}
