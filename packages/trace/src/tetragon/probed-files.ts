import type { EventPath, FileEvent } from "@coppice/types";
import { type PlacePath, patternPath } from "../containers/cache-paths.ts";
import { type ProbedUse, probedUse } from "./probed-uses.ts";
import type { TetragonArgument, TetragonEvent, TetragonFile } from "./tetragon-record.ts";

/** Use of a file that a probe shows. */
export interface ProbedFile {
  readonly kind: FileEvent["kind"];
  readonly path: EventPath;
}

/**
 * The files that a probed function uses. A file that it takes is open, whatever the function is; a path that it takes
 * was looked up. Text is a path only in functions that are known to take one.
 */
export function probedFiles(event: TetragonEvent, name: string, place: PlacePath): ProbedFile[] {
  const use = probedUse(name);
  const args = event.args ?? [];
  const files: ProbedFile[] = [];
  for (const [at, { file_arg, path_arg, linux_binprm_arg }] of args.entries()) {
    const file = file_arg ?? path_arg ?? linux_binprm_arg;
    const path = file && placeFile(file, place);
    if (path) files.push({ kind: kindOf(use, args, at), path });
  }
  if (files.length > 0 || use === undefined || !takesText.has(use)) return files;
  const [first, second] = args.flatMap(({ string_arg: text }) => (text ? [text] : []));
  if (first === undefined) return [];
  if (use !== "rename") return [{ kind: kindOf(use, args, -1), path: place(first) }];
  const removed: ProbedFile = { kind: "remove", path: place(first) };
  return second === undefined ? [removed] : [removed, { kind: "write", path: place(second) }];
}

/** Uses by path. */
const takesText: ReadonlySet<ProbedUse> = new Set(["exec", "open", "stat", "remove", "rename"]);

/** What is done with the file of the argument at a place. */
function kindOf(
  use: ProbedUse | undefined,
  args: readonly TetragonArgument[],
  at: number,
): FileEvent["kind"] {
  switch (use) {
    case "exec":
    case "open":
    case "read":
    case "write":
    case "stat":
    case "remove":
      return use;
    case "permission":
      return permissionKind(numberFrom(args, at + 1));
    case "mmap":
      return (numberFrom(args, at + 1) & protExec) !== 0 ? "map" : "read";
    case "rename":
      return "write";
    default:
      if (args[at]?.linux_binprm_arg) return "exec";
      return args[at]?.file_arg ? "open" : "stat";
  }
}

/** `PROT_EXEC` of mmap(2). */
const protExec = 4;

/** Of `MAY_WRITE`, `MAY_READ` and `MAY_APPEND` in Linux's include/linux/fs.h. */
function permissionKind(mask: number): FileEvent["kind"] {
  if ((mask & 10) !== 0) return "write";
  return (mask & 4) !== 0 ? "read" : "open";
}

/** The first number from a place on, 0 without one. */
function numberFrom(args: readonly TetragonArgument[], start: number): number {
  for (const { int_arg, uint_arg, long_arg, size_arg } of args.slice(start)) {
    const digits = int_arg ?? uint_arg ?? long_arg ?? size_arg;
    if (digits !== undefined) return Number(digits);
  }
  return 0;
}

function placeFile({ path, mount, flags }: TetragonFile, place: PlacePath): EventPath | undefined {
  // No file, a pipe, a socket: `pipe:[1]`.
  if (!path || (!path.startsWith("/") && path.includes(":["))) return undefined;
  const whole = path.startsWith("/") ? path : `${mount && mount !== "/" ? mount : ""}/${path}`;
  if (!flags?.includes("unresolved")) return place(whole, true);
  // The upper folders are missing; until 2023 `[M]` and `[P]` stood for them.
  return patternPath(`**${whole.replaceAll("/[M]", "").replaceAll("[P]", "**")}`);
}
