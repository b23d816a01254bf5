import type { FileEvent } from "@coppice/types";

/** Flags of open(2) that mean more than reading: O_WRONLY, O_RDWR, O_CREAT and O_TRUNC, which any architecture has so. */
const writing = 0o1103;
/** O_PATH, which only looks up. */
const lookingUp = 0o10000000;

/** What a successful open was, by its flags where the table shows them. */
export function kindOfOpen(flags: number | undefined): FileEvent["kind"] {
  if (flags === undefined) return "open";
  if ((flags & lookingUp) !== 0) return "stat";
  return (flags & writing) === 0 ? "open" : "write";
}
