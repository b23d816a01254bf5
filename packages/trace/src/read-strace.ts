import type { FileIndex } from "@coppice/image";
import type { OnProblem, Problem, RuntimeEvent } from "@coppice/types";
import { collectHead } from "./strace/collect-head.ts";
import { findImageEntry, type ImageEntry } from "./strace/find-image-entry.ts";
import { beginLog, endLine, followLine } from "./strace/follow-line.ts";
import { type Place, settle } from "./strace/place.ts";
import { splitLines } from "./strace/split-lines.ts";
import { TraceError } from "./trace-error.ts";

/** Options of {@link readStrace}. */
export interface ReadStraceOptions {
  /** The subject's files, by which links in working directories are followed and the way into the image is found. */
  readonly files?: Pick<FileIndex, "resolve" | "stat">;
  /** Working directory of the first process, where the log does not show it: absolute, in the image. */
  readonly cwd?: string;
  /**
   * Folder outside that becomes the image's root by chroot(2) or pivot_root(2); what happens before is outside.
   * `/` when all of the log is inside. Default: found from the log's first 4 MiB, which are waited for.
   */
  readonly imageRoot?: string;
  /** Takes each line that cannot be read; without it the first one is thrown. */
  readonly onProblem?: OnProblem;
  /** Name of the log in problems. */
  readonly path?: string;
  readonly limits?: Partial<StraceLimits>;
  readonly signal?: AbortSignal;
}

/** How much of a log is kept at one time. */
export interface StraceLimits {
  /** Bytes of a line; longer ones are problems. Default: 1 MiB. */
  readonly lineBytes: number;
  /** Processes. Default: 262,144. */
  readonly processes: number;
  /** Open files of all processes. Default: 4,194,304. */
  readonly openFiles: number;
  /** Bytes of calls that have begun and not returned. Default: 64 MiB. */
  readonly pendingBytes: number;
}

const defaultLimits: StraceLimits = {
  lineBytes: 1 << 20,
  processes: 1 << 18,
  openFiles: 1 << 22,
  pendingBytes: 1 << 26,
};

/** How far the way into the image is looked for. */
const lookAhead = 1 << 22;

/** How far the first line of strace is looked for. */
const recogniseWithin = 1 << 16;

/** As many bytes as one batch of events comes of. */
const pieceBytes = 1 << 16;

/**
 * Reads a log of strace 4 to 6 as it was written by `strace -f -o FILE` or to a terminal, with any of `-y`, `-yy`,
 * `-t`, `-tt`, `-ttt`, `-r`, `-T`, `-i`, `-k`, `-x` and `-s`, and gives its events in batches, in the order in which
 * the log shows that the calls returned.
 *
 * Paths are made absolute as the kernel did: by the working directory, descriptors and root of the process, followed
 * from fork to fork. Where the log does not show the folder that a path starts from, the path is unknown and not
 * guessed; record with `-y` to avoid that. Calls that failed give no event. A log that the first process does not
 * name has pid 0 for it.
 *
 * @example
 * ```ts
 * import { readStrace } from "@coppice/trace";
 *
 * const log = `7 chdir("/etc") = 0
 * 7 openat(AT_FDCWD, "hostname", O_RDONLY) = 3
 * `;
 * const paths: string[] = [];
 * for await (const batch of readStrace([new TextEncoder().encode(log)])) {
 *   for (const event of batch) {
 *     if (event.kind === "open" && event.path.known) paths.push(event.path.path);
 *   }
 * }
 * paths; // => ["/etc/hostname"]
 * ```
 * @throws A {@link TraceError} with code `NOT_STRACE` when no line of strace is in the first 64 KiB, `STRACE_LINE` for
 * the first line that cannot be read when there is no `onProblem`, `LIMIT_EXCEEDED` when a limit is passed.
 */
export async function* readStrace(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: ReadStraceOptions = {},
): AsyncGenerator<readonly RuntimeEvent[], void, undefined> {
  const { imageRoot, signal } = options;
  const head = collectHead(imageRoot === undefined ? lookAhead : 0);
  let reader: StraceReader | undefined;
  for await (const chunk of chunks) {
    signal?.throwIfAborted();
    if (reader) yield* reader.read(chunk);
    else if (head.append(chunk)) {
      reader = createReader(head.bytes(), options);
      yield* reader.read(head.bytes());
    }
  }
  if (!reader) {
    reader = createReader(head.bytes(), options);
    yield* reader.read(head.bytes());
  }
  yield* reader.end();
}

interface StraceReader {
  read(bytes: Uint8Array): Iterable<readonly RuntimeEvent[]>;
  end(): Iterable<readonly RuntimeEvent[]>;
}

function createReader(head: Uint8Array, options: ReadStraceOptions): StraceReader {
  refuseCompressed(head);
  const limits: StraceLimits = { ...defaultLimits, ...options.limits };
  const { files } = options;
  const { lineBytes } = limits;
  const cwd: Place | undefined =
    options.cwd === undefined ? undefined : settle({ inside: true, path: options.cwd }, files);
  const entry = findEntry(head, options, limits, cwd);
  let events: RuntimeEvent[] = [];
  let bytesRead = 0;
  let unrecognised: Problem[] | undefined = [];
  const report = (offset: number, message: string): void => {
    const problem = {
      code: "STRACE_LINE",
      message,
      offset,
      ...(options.path !== undefined && { path: options.path }),
    };
    if (unrecognised) unrecognised.push(problem);
    else deliver(problem, options.onProblem);
  };
  const log = beginLog({
    files,
    imageRoot: entry?.root,
    beganOutside: entry !== undefined,
    first: entry
      ? { root: { inside: false, path: "/" }, cwd: undefined, pivoted: false }
      : { root: { inside: true, path: "/" }, cwd, pivoted: false },
    limits,
    emit: (event) => events.push(event),
    onUnreadable: (offset) =>
      report(offset, "this is no line of strace; its use of files is not counted"),
  });
  const lines = splitLines({
    onLine: (line, offset) => followLine(log, line, offset),
    onLongLine: (offset) =>
      report(
        offset,
        `this line has more than ${lineBytes} bytes; raise limits.lineBytes to read it`,
      ),
    limit: lineBytes,
  });
  const recognise = (ended: boolean): void => {
    if (!unrecognised) return;
    if (log.recognised === 0) {
      if (ended || bytesRead >= recogniseWithin) throw notStrace(bytesRead);
      return;
    }
    const problems = unrecognised;
    unrecognised = undefined;
    for (const problem of problems) deliver(problem, options.onProblem);
  };
  const take = (): RuntimeEvent[] => {
    const batch = events;
    events = [];
    return batch;
  };
  return {
    *read(bytes) {
      for (let start = 0; start < bytes.length; start += pieceBytes) {
        const length = Math.min(pieceBytes, bytes.length - start);
        // A plain array, since cutting a Node.js Buffer is slow.
        const piece = new Uint8Array(bytes.buffer, bytes.byteOffset + start, length);
        lines.push(piece);
        bytesRead += piece.length;
        recognise(false);
        if (events.length > 0) yield take();
      }
    },
    *end() {
      lines.end();
      endLine(log);
      recognise(true);
      if (events.length > 0) yield take();
    },
  };
}

function findEntry(
  head: Uint8Array,
  { files, imageRoot }: ReadStraceOptions,
  limits: StraceLimits,
  cwd: Place | undefined,
): ImageEntry | undefined {
  if (imageRoot === "/") return undefined;
  if (imageRoot !== undefined) return { root: imageRoot.replace(/\/$/, "") };
  return findImageEntry(head, { files, cwd, lineBytes: limits.lineBytes, limits });
}

function deliver(problem: Problem, onProblem: OnProblem | undefined): void {
  if (onProblem) {
    onProblem(problem);
    return;
  }
  throw new TraceError(
    "STRACE_LINE",
    `${problem.path ?? "the log"} at byte ${problem.offset}: ${problem.message}; pass onProblem to read on`,
  );
}

function notStrace(bytes: number): TraceError {
  return new TraceError(
    "NOT_STRACE",
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
        "NOT_STRACE",
        `the log is compressed with ${name}; decompress it first, such as with DecompressionStream`,
      );
    }
  }
}
