import type { ReadRange } from "../elf/elf-reader.ts";
import { type Evidence, evidenceReach, type FoundVersion } from "./ready-evidence.ts";

/** A version in a file, and where it stands. */
export interface PlacedVersion {
  readonly version: string;
  /** Bytes from the start of the file. */
  readonly offset: number;
}

const windowBytes = 1 << 20;
/** One character for each byte, as all evidence is ASCII. */
const decoder = new TextDecoder("latin1");

/**
 * The first version that evidence in a file of `size` bytes tells: of a window of 1 MiB, the one whose line of evidence comes
 * first. Windows overlap by what evidence reaches, so that it does not matter where they end.
 */
export async function scanForVersion(
  read: ReadRange,
  size: number,
  evidence: readonly Evidence[],
): Promise<PlacedVersion | undefined> {
  for (let start = 0; start < size; start += windowBytes) {
    const from = Math.max(start - evidenceReach, 0);
    const bytes = await read({
      start: from,
      end: Math.min(start + windowBytes + evidenceReach, size),
    });
    const text = decoder.decode(bytes);
    for (const line of evidence) {
      const found = findIn(text, line, start - from, start - from + windowBytes);
      if (found) return { version: found.version, offset: from + found.at };
    }
  }
  return undefined;
}

function findIn(
  text: string,
  { anchor, isAtStart, read }: Evidence,
  start: number,
  end: number,
): FoundVersion | undefined {
  if (isAtStart) return start === 0 && text.startsWith(anchor) ? read(text, 0) : undefined;
  for (
    let at = text.indexOf(anchor, start);
    at >= 0 && at < end;
    at = text.indexOf(anchor, at + 1)
  ) {
    const found = read(text, at);
    if (found) return found;
  }
  return undefined;
}
