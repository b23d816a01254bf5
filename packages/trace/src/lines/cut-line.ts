import type { LostEvents } from "@coppice/types";

/** What is said of the last line of a log when it has no line end and does not show whether it is whole. */
export function cutLine(offset: number): LostEvents {
  return {
    kind: "lost",
    offset,
    code: "cut",
    count: 1,
    reason: "the log ends in this line, which may be cut",
  };
}
