/** A path through a link of the kernel that leads to what a process has open, whatever its text says (proc(5)). */
export interface MagicLink {
  /** The process; 0 for the one that uses the path. */
  readonly pid: number;
  readonly what: "exe" | "cwd" | "root" | "fd";
  /** Number of the descriptor. */
  readonly descriptor: number;
  /** What follows the link, from its slash on. */
  readonly rest: string;
}

const standardStreams: ReadonlyMap<string, number> = new Map([
  ["/dev/stdin", 0],
  ["/dev/stdout", 1],
  ["/dev/stderr", 2],
]);

/** The link of the kernel that an absolute path goes through; `undefined` when it goes through none. */
export function findMagicLink(path: string): MagicLink | undefined {
  // No more is looked at than these names, since a path may go through very many links.
  if (path.startsWith("/proc/")) return inProc(path);
  if (!path.startsWith("/dev/")) return undefined;
  if (path.startsWith("/dev/fd/")) return openFile(0, path, "/dev/fd/".length);
  const descriptor = standardStreams.get(path);
  return descriptor === undefined ? undefined : { pid: 0, what: "fd", descriptor, rest: "" };
}

function inProc(path: string): MagicLink | undefined {
  const start = "/proc/".length;
  const end = endOfName(path, start);
  const process = path.slice(start, end);
  const pid = process === "self" || process === "thread-self" ? 0 : wholeNumber(process);
  if (pid === undefined) return undefined;
  if (!path.startsWith("/task/", end)) return ofProcess(pid, path, end + 1);
  // `/proc/7/task/9/cwd` is that of thread 9.
  const from = end + "/task/".length;
  const to = endOfName(path, from);
  const thread = wholeNumber(path.slice(from, to));
  return thread === undefined ? undefined : ofProcess(thread, path, to + 1);
}

function ofProcess(pid: number, path: string, start: number): MagicLink | undefined {
  const end = endOfName(path, start);
  const what = path.slice(start, end);
  switch (what) {
    case "exe":
    case "cwd":
    case "root":
      return { pid, what, descriptor: -1, rest: path.slice(end) };
    case "fd":
      return openFile(pid, path, end + 1);
    default:
      return undefined;
  }
}

function openFile(pid: number, path: string, start: number): MagicLink | undefined {
  const end = endOfName(path, start);
  const descriptor = wholeNumber(path.slice(start, end));
  if (descriptor === undefined) return undefined;
  return { pid, what: "fd", descriptor, rest: path.slice(end) };
}

function endOfName(path: string, start: number): number {
  const end = path.indexOf("/", start);
  return end < 0 ? path.length : end;
}

/** The number that `text` writes in decimal digits and without signs; `undefined` when it is something else. */
function wholeNumber(text: string): number | undefined {
  const value = Number(text);
  return Number.isSafeInteger(value) && value >= 0 && String(value) === text ? value : undefined;
}
