import type { LostEvents } from "@coppice/types";
import { isShellLine } from "../bcc/is-shell-line.ts";
import { type Cursor, skipText } from "../lines/cursor.ts";
import { rawText } from "../lines/raw-text.ts";

/** What a line says that is no event: what is missing, or nothing that matters. */
export type FatraceNotice = Pick<LostEvents, "code" | "reason"> | "harmless";

/**
 * Begin what fatrace says behind its name of processes that are gone, whose events it shows without a name, and of files
 * that it could not find, which it shows as deleted.
 */
const harmless: readonly string[] = [
  "failed to open /proc/",
  "failed to read /proc/",
  "failed to stat /proc/",
  "failed to readlink /proc/",
  "failed to parse /proc/",
  "process ",
  "open_by_handle_at",
  "stat:",
  "Received unexpected event info",
  "--command truncated",
];

/** Begin what it says of file systems. */
const ofFileSystems: readonly string[] = [
  "Failed to add watch for ",
  "Failed to open mount point ",
  "Failed to stat mount point ",
  "Too many mounts",
];

/** Early versions write some without their name before it. */
const bare: readonly string[] = ["Failed to add watch for ", "No more fanotify event"];

/** Reads a line that fatrace, or the shell that it was started from, writes beside events; `undefined` when it is none. */
export function readNotice(line: Cursor): FatraceNotice | undefined {
  if (isShellLine(line)) return "harmless";
  const isNamed = skipText(line, "fatrace: ");
  const message = rawText(line.bytes, line.at, line.end);
  const begins = (known: readonly string[]): boolean =>
    known.some((beginning) => message.startsWith(beginning));
  if (!isNamed && !begins(bare)) return undefined;
  if (begins(harmless)) return "harmless";
  if (begins(ofFileSystems)) {
    return { code: "filtered", reason: `fatrace does not see all of a file system: ${message}` };
  }
  return { code: "detached", reason: `fatrace ended: ${message}` };
}
