import type { RuntimeEvent } from "@coppice/types";
import { createLineProblems } from "../lines/line-problems.ts";
import { splitLines } from "../lines/split-lines.ts";
import { type Place, settle } from "../places/place.ts";
import { defaultLogLimits, type LogLimits, type ReadLogOptions } from "../read-log-options.ts";
import { TraceError } from "../trace-error.ts";
import { findImageEntry, type ImageEntry } from "./find-image-entry.ts";
import { endLog, followLine } from "./follow-line.ts";
import { beginLog } from "./followed-log.ts";

/** How far the first line of strace is looked for. */
const recogniseWithin = 1 << 16;

/** As many bytes as one batch of events comes of. */
const pieceBytes = 1 << 16;

/** Reads one log. */
export interface StraceReader {
  /** Takes the next bytes. */
  read(bytes: Uint8Array): Iterable<readonly RuntimeEvent[]>;
  /** Takes the end of the log. */
  end(): Iterable<readonly RuntimeEvent[]>;
}

/** A reader for the log that begins with `head`, of which it has read nothing yet. */
export function createStraceReader(head: Uint8Array, options: ReadLogOptions): StraceReader {
  refuseCompressed(head);
  const limits: LogLimits = { ...defaultLogLimits, ...options.limits };
  const { files } = options;
  const { lineBytes } = limits;
  const cwd: Place | undefined =
    options.cwd === undefined ? undefined : settle({ inside: true, path: options.cwd }, files);
  const entry = findEntry(head, options, limits, cwd);
  let events: RuntimeEvent[] = [];
  let bytesRead = 0;
  const problems = createLineProblems(options, limits.problems);
  const log = beginLog({
    files,
    imageRoot: entry?.root,
    beganOutside: entry !== undefined,
    countsOutside: entry !== undefined && options.imageRoot !== undefined,
    first: entry
      ? { root: { inside: false, path: "/" }, cwd: undefined, pivoted: false }
      : { root: { inside: true, path: "/" }, cwd, pivoted: false },
    limits,
    emit: (event) => events.push(event),
    onUnreadable: (offset) => problems.report(offset, noLine),
  });
  const lines = splitLines({
    onLine: (line, offset) => followLine(log, line, offset),
    onLongLine: (offset) => problems.report(offset, longLine(lineBytes)),
    limit: lineBytes,
  });
  const recognise = (ended: boolean): void => {
    if (log.recognised > 0) problems.confirm();
    else if (ended || bytesRead >= recogniseWithin) throw notStrace(bytesRead);
  };
  const take = (): RuntimeEvent[] => {
    const batch = events;
    events = [];
    return batch;
  };
  return {
    *read(bytes) {
      let start = 0;
      while (start < bytes.length) {
        // Pieces end at the same places of the log, however it is cut into chunks.
        const length = Math.min(pieceBytes - (bytesRead % pieceBytes), bytes.length - start);
        // A plain array, since cutting a Node.js Buffer is slow.
        const piece = new Uint8Array(bytes.buffer, bytes.byteOffset + start, length);
        lines.push(piece);
        bytesRead += length;
        start += length;
        recognise(false);
        if (events.length > 0) yield take();
      }
    },
    *end() {
      log.cut = lines.inLine();
      lines.end();
      endLog(log);
      recognise(true);
      if (events.length > 0) yield take();
    },
  };
}

const noLine = "this is no line of strace; its use of files is not counted";

function longLine(limit: number): string {
  return `this line has more than ${limit} bytes; raise limits.lineBytes to read it`;
}

function findEntry(
  head: Uint8Array,
  { files, imageRoot }: ReadLogOptions,
  limits: LogLimits,
  cwd: Place | undefined,
): ImageEntry | undefined {
  if (imageRoot !== undefined) {
    const { path } = settle({ inside: false, path: imageRoot }, undefined);
    return path === "/" ? undefined : { root: path };
  }
  return findImageEntry(head, { files, cwd, lineBytes: limits.lineBytes, limits });
}

function notStrace(bytes: number): TraceError {
  return new TraceError(
    "LOG_FORMAT",
    bytes === 0
      ? "the log is empty; record it again with strace -f -y -o FILE"
      : `no line of strace is in the first ${bytes} bytes; give the file that strace -f -y -o FILE wrote`,
  );
}

/** Magic numbers of what logs are compressed with: RFC 1952, RFC 8878. */
const compressions: readonly (readonly [name: string, ...magic: number[]])[] = [
  ["gzip", 0x1f, 0x8b],
  ["zstd", 0x28, 0xb5, 0x2f, 0xfd],
];

function refuseCompressed(head: Uint8Array): void {
  for (const [name, ...magic] of compressions) {
    if (magic.every((byte, index) => head[index] === byte)) {
      throw new TraceError(
        "LOG_FORMAT",
        `the log is compressed with ${name}; decompress it first, such as with DecompressionStream`,
      );
    }
  }
}
