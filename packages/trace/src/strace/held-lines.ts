/**
 * Lines of processes that came up before the log shows which process made them. A child runs before its parent's fork
 * returns, and where the beginning of that fork is not in the log (`-e status=successful`) nothing tells yet in which
 * folder the child is, nor whether in the image.
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

/** A fork that returns at all does so within a few lines: as many of one process, and as many bytes of all, are held. */
const mostLines = 32;
const mostBytes = 1 << 20;

/** What holding a line takes besides its text. */
const lineBytes = 64;

/** Holds a line back; when there are too many, they wait no more. */
export function holdLine(held: HeldLines, line: HeldLine): void {
  const lines = held.byPid.get(line.pid) ?? [];
  if (lines.push(line) === 1) held.byPid.set(line.pid, lines);
  held.bytes += line.bytes.length + lineBytes;
  if (lines.length > mostLines) releaseLines(held, line.pid);
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
