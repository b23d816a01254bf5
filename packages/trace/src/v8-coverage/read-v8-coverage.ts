import type { EventPath, RuntimeEvent } from "@coppice/types";
import { collectHead, type Head } from "../lines/collect-head.ts";
import { createLineProblems } from "../lines/line-problems.ts";
import { createRecordedPlaces } from "../places/create-recorded-places.ts";
import { defaultLogLimits, type LogLimits, type ReadLogOptions } from "../read-log-options.ts";
import { TraceError } from "../trace-error.ts";
import { pathOfFileUrl } from "./path-of-file-url.ts";
import { readScript } from "./read-script.ts";
import { splitScripts } from "./split-scripts.ts";
import { startsAsCoverage } from "./starts-as-coverage.ts";

/** As many bytes as one batch of events comes of. */
const pieceBytes = 1 << 16;
/** As many bytes show whether it is coverage. */
const headBytes = 1 << 12;

/** Reads documents of V8's coverage, one after the other; keeps one script of at most `limits.pendingBytes` at a time. */
export async function* readV8Coverage(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: ReadLogOptions = {},
): AsyncGenerator<readonly RuntimeEvent[], void, undefined> {
  const limits: LogLimits = { ...defaultLogLimits, ...options.limits };
  const problems = createLineProblems(options, limits.problems);
  const places = createRecordedPlaces({ imageRoot: options.imageRoot, inside: true });
  const process = { pid: 0 };
  let events: RuntimeEvent[] = [];
  let offset = 0;

  const splitter = splitScripts({
    onScript(bytes, offset) {
      const script = readScript({ bytes, at: 0, end: bytes.length });
      if (script === undefined) {
        problems.report(offset, "this is no coverage of a script");
        return;
      }
      const path = script.loaded || script.called ? pathOfScript(script.url) : undefined;
      if (path === undefined) return;
      if (script.loaded) events.push({ kind: "load", offset, process, path });
      if (script.called) events.push({ kind: "call", offset, process, path });
    },
    onLongScript: (offset) =>
      problems.report(
        offset,
        `the coverage of this script has more than ${limits.pendingBytes} bytes; raise limits.pendingBytes to read it`,
      ),
    onRubbish: (offset) => problems.report(offset, "this is no document of coverage"),
    limit: limits.pendingBytes,
  });

  function pathOfScript(url: string): EventPath | undefined {
    const text = url.startsWith("/") ? url : pathOfFileUrl(url.split(/[?#]/, 1)[0] ?? "");
    if (text !== undefined) return places.place(text);
    if (!url.startsWith("./") && !url.startsWith("../")) return undefined;
    return { known: false, given: url, reason: "no-directory" };
  }

  function* feed(chunk: Uint8Array): Generator<readonly RuntimeEvent[], void, undefined> {
    for (let start = 0; start < chunk.length; ) {
      const length = Math.min(pieceBytes - (offset % pieceBytes), chunk.length - start);
      splitter.push(chunk.subarray(start, start + length));
      offset += length;
      start += length;
      if (events.length > 0) {
        yield events;
        events = [];
      }
    }
  }

  function recognise(head: Uint8Array): Uint8Array {
    if (!startsAsCoverage(head)) throw notThisFormat(head.length);
    problems.confirm();
    return head;
  }

  let head: Head | undefined = collectHead(headBytes);
  for await (const chunk of chunks) {
    options.signal?.throwIfAborted();
    if (head === undefined) yield* feed(chunk);
    else if (head.append(chunk)) {
      yield* feed(recognise(head.bytes()));
      head = undefined;
    }
  }
  if (head) yield* feed(recognise(head.bytes()));
  const open = splitter.open();
  if (open !== undefined) {
    const reason = "the log ends within this document";
    events.push({ kind: "lost", offset: open, code: "cut", reason });
  }
  if (events.length > 0) yield events;
}

function notThisFormat(bytes: number): TraceError {
  return new TraceError(
    "LOG_FORMAT",
    bytes === 0
      ? "the log is empty; let the process exit by itself, since coverage is written then"
      : "the log does not begin as V8's coverage does; check which file was given",
  );
}
