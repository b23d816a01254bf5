import { type Cursor, char } from "../lines/cursor.ts";

/** How long what stands before an object can be. */
const longestPrefix = 256;

/**
 * Where the object of a line begins, behind a byte order mark, white space, or what others write before each line: the
 * time and stream of a container runtime's log files, `[pod/NAME/CONTAINER]` of `kubectl logs --prefix`. The beginning
 * of the line when there is none.
 */
export function findObject({ bytes, at: start, end }: Cursor): number {
  if (bytes[start] === char.openBrace) return start;
  const farthest = Math.min(end, start + longestPrefix);
  for (let at = start; at < farthest; at++) {
    const byte = bytes[at];
    if (byte === char.openBrace) return at;
    if (byte === char.quote) break;
  }
  return start;
}
