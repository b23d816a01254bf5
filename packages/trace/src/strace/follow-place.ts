import { joinPath } from "@coppice/image";
import type { FileEntry } from "@coppice/types";
import { longestPath, type Place, type ResolvesPaths } from "../places/place.ts";
import type { Change, ChangedName, Changes } from "./changed-files.ts";
import { chargeVisits, type OpenFileCount } from "./open-files.ts";

/** As many links as Linux follows before it answers ELOOP (`MAXSYMLINKS`). */
export const mostLinks = 40;

/** What a process sees of the files. */
export interface View {
  /** The subject's files. */
  readonly files: ResolvesPaths | undefined;
  readonly changes: Changes;
  /** Root of the process, inside. */
  readonly root: string;
  /** What links cost, which a log can make long. */
  readonly total: OpenFileCount;
}

/** Where a path led. */
export interface Followed {
  /** The place as the kernel calls it, with no link in it as far as the files are known. */
  readonly place: Place;
  /** Where the image has what lies there; see {@link originOf}. */
  readonly origin: Place | undefined;
  /** It led elsewhere than the image's files say. */
  readonly changed: boolean;
}

/** A folder on the way. */
interface Step {
  readonly path: string;
  /** Where the image has it, which it may not. */
  readonly origin: Place | undefined;
  readonly present: boolean;
  /** What changed below it. */
  readonly file: ChangedName | undefined;
  readonly mount: ChangedName | undefined;
}

/**
 * Follows a path as the kernel does (path_resolution(7)), with what the log changed and from the root of the process.
 * `undefined` when the log does not show where it led.
 */
export function followPlace(view: View, place: Place, followLast: boolean): Followed | undefined {
  if (!place.inside) return { place, origin: place, changed: false };
  if (place.path.length > longestPath) return undefined;
  const { files, root, total } = view;
  const pending = place.path.split("/").reverse();
  let steps = [topOf(view)];
  let changed = root !== "/";
  let links = 0;
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    const at = steps.at(-1);
    if (at === undefined) return undefined;
    if (name === "" || name === ".") continue;
    if (name === "..") {
      if (at.path === root || steps.length === 1) continue;
      // Where the image's links are not known, one may stand before the dots.
      if (files === undefined) return unfollowed(at.path, pending, changed);
      steps.pop();
      continue;
    }
    const { step, change, entry } = enter(view, at, name);
    if (change) changed = true;
    const follows = followLast || pending.some((rest) => rest !== "");
    const target = follows ? linkTarget(change, entry) : noLink;
    if (target === noLink) {
      steps.push(step);
      continue;
    }
    if (target === undefined || target.length > longestPath || ++links > mostLinks) {
      return undefined;
    }
    const names = target.split("/").reverse();
    chargeVisits(total, names.length);
    pending.push(...names);
    if (target.startsWith("/")) steps = stepsTo(view, root);
  }
  const last = steps.at(-1);
  return last && { place: { inside: true, path: last.path }, origin: last.origin, changed };
}

function topOf({ changes: { files, mounts } }: View): Step {
  const origin: Place = { inside: true, path: "/" };
  return { path: "/", origin, present: true, file: files.top, mount: mounts.top };
}

/** The next step, by a name that is no dots; what changed there, and what the image has. */
function enter({ files }: View, at: Step, name: string): Entered {
  const file = at.file?.below.get(name);
  const mount = at.mount?.below.get(name);
  const change = mount?.change ?? file?.change;
  const inherited = at.origin?.inside ? below(at.origin, name) : at.origin;
  const origin = change?.kind === "moved" ? change.from : inherited;
  // What a folder that the image does not have holds need not be looked for.
  const asks = at.present || change !== undefined;
  const entry = asks && origin?.inside ? files?.stat(origin.path) : undefined;
  const path = joinPath(at.path, name);
  return { step: { path, origin, present: entry !== undefined, file, mount }, change, entry };
}

interface Entered {
  readonly step: Step;
  readonly change: Change | undefined;
  readonly entry: FileEntry | undefined;
}

/** The folders from the top to one without links. */
function stepsTo(view: View, folder: string): Step[] {
  let at = topOf(view);
  const steps = [at];
  for (const name of folder.split("/")) {
    if (name === "") continue;
    at = enter(view, at, name).step;
    steps.push(at);
  }
  return steps;
}

function below({ path }: Place, name: string): Place {
  return { inside: true, path: joinPath(path, name) };
}

/** No target of a link is empty. */
const noLink = "";

/** Where a link leads; {@link noLink} if it is none, `undefined` if that is not known. */
function linkTarget(change: Change | undefined, entry: FileEntry | undefined): string | undefined {
  if (change) return change.kind === "link" ? change.target : noLink;
  return entry?.type === "symlink" ? (entry.target ?? noLink) : noLink;
}

function unfollowed(at: string, pending: string[], changed: boolean): Followed | undefined {
  if (changed) return undefined;
  const place: Place = { inside: true, path: joinPath(at, ["..", ...pending.reverse()].join("/")) };
  return { place, origin: place, changed: false };
}
