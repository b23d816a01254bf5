import type { LossCode, UseReason } from "@coppice/types";

const losses: Readonly<Record<LossCode, string>> = {
  dropped: "the source dropped events",
  gap: "numbers that the source counts up are missing",
  "late-start": "the recording began after a process did",
  detached: "the recording stopped before a process did",
  cut: "the log ends within a record",
  "unseen-exec": "the log does not show how a process came up",
  unfollowed: "the log shows nothing of processes that came up",
  "io-uring": "a process used io_uring, which opens files unseen",
  filtered: "the source left kinds of events out",
};

/** A reason of a verdict in words, for people. */
export function renderUseReason(reason: UseReason): string {
  const { unit, path, count = 0 } = reason;
  const where = unit === undefined ? "" : ` (${unit})`;
  switch (reason.code) {
    case "seen-by-client":
      return `only a client used it${where}`;
    case "watched":
      return `all that ran and was opened was seen${where}`;
    case "watched-processes":
      return `what its runtime loaded was seen, in the processes that the hook was in${where}`;
    case "not-watched":
      return unit === undefined
        ? "nothing was observed"
        : `the source does not show every use${where}`;
    case "implied":
      return `implied by ${path}`;
    case "link-followed":
      return `its link ${path} was on the way to what was used`;
    case "part-of":
      return `its files are those of ${reason.package}`;
    case "declared":
      return "it is declared and not installed";
    case "no-files":
      return "it has no files that could be used";
    case "compiled-in":
      return `it is compiled into ${path}, which was used`;
    case "archive-member":
      return `it is inside ${path}, which was used`;
    case "loss":
      return `${reason.loss ? losses[reason.loss] : "events are missing"}: ${count}${where}`;
    case "unreadable":
      return `${count} records could not be read${where}`;
    case "unplaced":
      return path === undefined
        ? `${count} events have paths that are not known${where}`
        : `${path} may be one of its files${where}`;
    case "other-image":
      return "the log seems to be of another image";
    default:
      return reason.code satisfies never;
  }
}
