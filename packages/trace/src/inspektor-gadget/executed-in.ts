import type { EventPath } from "@coppice/types";
import { firstArgument } from "../bcc/first-argument.ts";
import type { PlacePath } from "../containers/cache-paths.ts";
import { damagedPath } from "../lines/damaged-path.ts";
import type { ReadLogOptions } from "../read-log-options.ts";
import { cutArguments } from "./cut-lengths.ts";
import type { GadgetEvent } from "./gadget-event.ts";
import { ledTo } from "./led-to.ts";

/** What was executed, and the program that the process runs then. */
export interface Executed {
  readonly path: EventPath;
  /** `null` when that is not known. */
  readonly program: string | null;
}

/** Stands between arguments in newer versions. */
const separator = "\u00a0";

/**
 * What an event of trace_exec says was executed: the first argument and, with `--paths`, the file that it led to and the
 * interpreter when that is a script. Versions that write `fctime` have there what the program is to see, which is no path.
 */
export function executedIn(
  event: GadgetEvent,
  place: PlacePath,
  files: ReadLogOptions["files"],
): readonly Executed[] {
  const { file, exepath } = event;
  const asked = askedPath(event, place, files);
  const executed: Executed[] = [];
  if (file) {
    executed.push({ path: ledTo(asked, file, place), program: exepath || file });
  } else if (asked) {
    executed.push({ path: asked, program: exepath || (asked.known ? asked.path : null) });
  }
  if (exepath && exepath !== file) {
    executed.push({ path: ledTo(undefined, exepath, place), program: exepath });
  }
  return executed;
}

function askedPath(
  { args, cwd, cut, fctime }: GadgetEvent,
  place: PlacePath,
  files: ReadLogOptions["files"],
): EventPath | undefined {
  if (args === undefined) return undefined;
  const { text: given } = first(args, files);
  if (given === "") return undefined;
  if (fctime !== undefined) return { known: false, given, reason: "name" };
  const isBelow = !given.startsWith("/") && cwd?.startsWith("/") === true;
  return damagedPath(given, cutArguments, cut) ?? place(isBelow ? `${cwd}/${given}` : given);
}

function first(args: string | readonly string[], files: ReadLogOptions["files"]): { text: string } {
  if (typeof args !== "string") return { text: args[0] ?? "" };
  const end = args.indexOf(separator);
  return end < 0 ? firstArgument(args, files) : { text: args.slice(0, end) };
}
