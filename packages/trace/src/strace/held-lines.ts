/**
 * Lines of processes that came up before the log shows which process made them. A child runs before its parent's fork
 * returns, and where the beginning of that fork is not in the log (`-e status=successful`) nothing tells yet whether
 * the child is in the image.
 */
export interface HeldLines {
  readonly byPid: Map<number, HeldLine[]>;
  bytes: number;
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

/** Holds a line back; whether there is room for more. */
export function holdLine(held: HeldLines, line: HeldLine): boolean {
  const lines = held.byPid.get(line.pid);
  if (lines) lines.push(line);
  else held.byPid.set(line.pid, [line]);
  held.bytes += line.bytes.length;
  return held.bytes <= mostBytes;
}

/** Takes the lines of one process, or of all in the order of the log. */
export function takeHeldLines(held: HeldLines, pid?: number): readonly HeldLine[] {
  const lines =
    pid === undefined
      ? [...held.byPid.values()].flat().sort((a, b) => a.offset - b.offset)
      : (held.byPid.get(pid) ?? []);
  if (pid === undefined) held.byPid.clear();
  else held.byPid.delete(pid);
  for (const { bytes } of lines) held.bytes -= bytes.length;
  return lines;
}
