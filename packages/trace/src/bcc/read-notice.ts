import { type Cursor, readDigits, skipText } from "../lines/cursor.ts";
import { isShellLine } from "./is-shell-line.ts";

/** A line that a tool writes beside its table. */
export type BccNotice =
  | { readonly kind: "banner"; readonly bpftrace: boolean }
  | { readonly kind: "lost"; readonly count: number };

const bpftraceBanners = ["Attaching ", "Attached ", "Tracing "] as const;
const losses = ["Possibly lost ", "Lost "] as const;

/** What a line says that is no row; a line of the shell that the tool was started from is a banner. */
export function readNotice(line: Cursor): BccNotice | undefined {
  for (const beginning of losses) {
    if (!skipText(line, beginning)) continue;
    const count = readDigits(line);
    if (count < 0 || !(skipText(line, " samples") || skipText(line, " events"))) return undefined;
    return { kind: "lost", count };
  }
  if (bpftraceBanners.some((beginning) => skipText(line, beginning))) {
    return { kind: "banner", bpftrace: true };
  }
  return isShellLine(line) ? { kind: "banner", bpftrace: false } : undefined;
}
