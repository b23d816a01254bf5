import type { EventPath } from "@coppice/types";
import { type PlacePath, patternPath } from "../containers/cache-paths.ts";
import type { TetragonProcess } from "./tetragon-record.ts";

/**
 * Where the file lies that was executed: the script, where it is one. `undefined` when its name could not be read. A
 * relative name was joined to the working directory as far as that could be read.
 */
export function programPath(
  { binary = "", cwd = "" }: TetragonProcess,
  flags: ReadonlySet<string>,
  place: PlacePath,
): EventPath | undefined {
  if (flags.has("errorFilename") || unreadNames.has(binary.slice(binary.lastIndexOf("/") + 1))) {
    return undefined;
  }
  if (flags.has("truncFilename")) {
    return binary.startsWith("/")
      ? { known: false, given: binary, reason: "truncated" }
      : patternPath(`**/${binary}**`);
  }
  if (cutFolder.some((flag) => flags.has(flag)) && binary.startsWith(knownStart(cwd))) {
    return patternPath(`**${cwd.includes(cutMiddle) ? binary.replaceAll("&", "**") : binary}`);
  }
  // Of a process that was there before, it is what /proc/PID/exe leads to.
  return place(binary, flags.has("procFS"));
}

/** What stands for a name for which there was no room. */
const unreadNames: ReadonlySet<string> = new Set(["", "enomem", "<enomem>"]);

/** Flags of a process whose working directory is not whole. */
const cutFolder = ["errorMountsResolutionCwd", "errorPathResolutionCwd"];

/** Until 2023 these stood in it for what is missing: before it, and in its middle, where the binary has `&`. */
const cutStart = "/[M]";
const cutMiddle = "[P]";

/** How the folder begins in the binary's path. */
function knownStart(cwd: string): string {
  const folder = cwd.startsWith(cutStart) ? cwd.slice(cutStart.length) : cwd;
  return folder.includes(cutMiddle) ? folder.slice(0, folder.indexOf(cutMiddle)) : folder;
}
