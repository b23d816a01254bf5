/**
 * Lines of processes that came up before the log shows which process made them. A child runs before its parent's fork
 * returns, and where the beginning of that fork is not in the log (`-e status=successful`) nothing tells yet whether
 * the child is in the image.
 */
export interface HeldLines {
  readonly byPid: Map<number, HeldLine[]>;
  bytes: number;
  /** Those that need not wait any more, in the order in which they are to be followed. */
  readonly ready: HeldLine[];
}

/** What a line says after its head, and when. */
export interface HeldLine {
  readonly pid: number;
  readonly bytes: Uint8Array;
  readonly offset: number;
  readonly time: number | undefined;
}

/** As many bytes as are held; a fork that returns at all does so within a few lines. */
const mostBytes = 1 << 20;

/** What holding a line takes besides its text. */
const lineBytes = 64;

/** Holds a line back; when there are too many, none waits any more. */
export function holdLine(held: HeldLines, line: HeldLine): void {
  const lines = held.byPid.get(line.pid);
  if (lines) lines.push(line);
  else held.byPid.set(line.pid, [line]);
  held.bytes += line.bytes.length + lineBytes;
  if (held.bytes > mostBytes) releaseLines(held);
}

/** Makes ready the lines of one process, or of all in the order of the log. */
export function releaseLines(held: HeldLines, pid?: number): void {
  const lines =
    pid === undefined
      ? [...held.byPid.values()].flat().sort((a, b) => a.offset - b.offset)
      : (held.byPid.get(pid) ?? []);
  if (pid === undefined) held.byPid.clear();
  else held.byPid.delete(pid);
  for (const line of lines) {
    held.bytes -= line.bytes.length + lineBytes;
    held.ready.push(line);
  }
}
