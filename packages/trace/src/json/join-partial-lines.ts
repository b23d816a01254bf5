import { collectHead, type Head } from "../lines/collect-head.ts";
import { type Cursor, char, isDigit, skipText } from "../lines/cursor.ts";
import type { LineReader, LineSink } from "../lines/read-lines.ts";

/** The beginning of a line that a container runtime has cut. */
interface PartialLine {
  readonly offset: number;
  readonly bytes: Head;
}

/**
 * Joins the lines that a container runtime has cut before it wrote them to its log files: each piece begins with a time
 * and a stream, and `P` when another one follows, `F` when none does (Kubernetes' CRI).
 */
export function joinPartialLines(sink: LineSink, reader: LineReader): LineReader {
  const partial = new Map<string, PartialLine>();
  return {
    line(cursor, offset) {
      const piece = isDigit(cursor.bytes[cursor.at] ?? 0) ? readPiece(cursor) : undefined;
      if (piece === undefined) return reader.line(cursor, offset);
      const { stream, isLast, content } = piece;
      const known = partial.get(stream);
      if (isLast && known === undefined) return reader.line(cursor, offset);
      const line = known ?? { offset, bytes: collectHead(sink.limits.lineBytes + 1) };
      partial.delete(stream);
      if (line.bytes.append(content)) return "unreadable";
      if (!isLast) {
        partial.set(stream, line);
        return "ignored";
      }
      const bytes = line.bytes.bytes();
      return reader.line({ bytes, at: 0, end: bytes.length }, line.offset);
    },
    end() {
      for (const { offset } of partial.values()) {
        const reason = "the log ends within this line";
        sink.emit({ kind: "lost", offset, code: "cut", reason });
      }
      reader.end?.();
    },
  };
}

interface Piece {
  readonly stream: string;
  readonly isLast: boolean;
  readonly content: Uint8Array;
}

/** Reads a piece such as `2026-11-25T12:00:00.5Z stdout P {"a":`; `undefined` for another line. */
function readPiece({ bytes, at, end }: Cursor): Piece | undefined {
  const space = bytes.indexOf(char.space, at);
  if (space < 0 || space > at + longestTime) return undefined;
  const cursor = { bytes, at: space + 1, end };
  for (const stream of ["stdout", "stderr"]) {
    for (const tag of ["P", "F"]) {
      if (skipText(cursor, `${stream} ${tag} `))
        return { stream, isLast: tag === "F", content: bytes.subarray(cursor.at, end) };
    }
  }
  return undefined;
}

/** With nanoseconds and a zone. */
const longestTime = 40;
