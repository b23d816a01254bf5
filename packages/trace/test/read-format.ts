import type { LogFormat, ReadLogOptions } from "@coppice/trace";
import { isTraceError } from "@coppice/trace";
import type { Problem, RuntimeEvent } from "@coppice/types";
import * as fc from "fast-check";
import { expect } from "vitest";

/** The events and problems of a log. */
export async function readFormat(
  format: LogFormat,
  log: string | Uint8Array,
  options: ReadLogOptions = {},
): Promise<{ readonly events: RuntimeEvent[]; readonly problems: Problem[] }> {
  const problems: Problem[] = [];
  const events: RuntimeEvent[] = [];
  const batches = format.read([bytesOf(log)], { onProblem: (p) => problems.push(p), ...options });
  for await (const batch of batches) events.push(...batch);
  return { events, problems };
}

/** What events say, without offsets and times: `open /etc/hostname`, `exec ?no-directory run`, `lost dropped 3`. */
export function say(event: RuntimeEvent): string {
  switch (event.kind) {
    case "lost":
      return `lost ${event.code}${event.count === undefined ? "" : ` ${event.count}`}`;
    case "image":
      return `image ${event.name} ${event.digest}`;
    case "start":
    case "exit":
      return `${event.kind} ${event.process.pid}`;
    case "connect":
    case "listen":
    case "accept":
      return `${event.kind} ${event.address}`;
    default: {
      const { path } = event;
      return path.known
        ? `${event.kind} ${path.path}`
        : `${event.kind} ?${path.reason} ${path.given}`;
    }
  }
}

/** Reads a log and says its events. */
export async function sayAll(
  format: LogFormat,
  log: string | Uint8Array,
  options?: ReadLogOptions,
): Promise<string[]> {
  return (await readFormat(format, log, options)).events.map(say);
}

export function bytesOf(log: string | Uint8Array): Uint8Array {
  return typeof log === "string" ? new TextEncoder().encode(log) : log;
}

/** All that reading gives, or the code of the error that it ends with. */
async function gather(
  format: LogFormat,
  chunks: Iterable<Uint8Array>,
  options: ReadLogOptions = {},
): Promise<readonly unknown[]> {
  const problems: Problem[] = [];
  const events: RuntimeEvent[] = [];
  try {
    const batches = format.read(chunks, { onProblem: (p) => problems.push(p), ...options });
    for await (const batch of batches) events.push(...batch);
    return [...events, ...problems];
  } catch (error) {
    if (!isTraceError(error)) throw error;
    return [error.code];
  }
}

/** Any chunks of a log give the same, and any damage gives events, problems and coded errors. */
export async function expectSturdy(
  format: LogFormat,
  log: fc.Arbitrary<string>,
  options: ReadLogOptions = {},
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(log, fc.array(fc.nat(40), { maxLength: 30 }), async (text, sizes) => {
      const bytes = bytesOf(text);
      const chunks: Uint8Array[] = [];
      let at = 0;
      for (const size of sizes) {
        chunks.push(bytes.subarray(at, at + size));
        at += size;
      }
      chunks.push(bytes.subarray(at));
      expect(await gather(format, chunks, options)).toEqual(await gather(format, [bytes], options));
    }),
    { numRuns: 60 },
  );
  const change = fc.tuple(fc.nat(), fc.nat(255));
  await fc.assert(
    fc.asyncProperty(log, fc.nat(), fc.array(change), async (text, length, changes) => {
      const whole = bytesOf(text);
      const bytes = whole.slice(0, length % (whole.length + 1));
      for (const [at, byte] of changes) if (bytes.length > 0) bytes[at % bytes.length] = byte;
      format.recognises(bytes);
      await gather(format, [bytes], options);
    }),
    { numRuns: 100 },
  );
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
      expect(format.recognises(bytes)).toBe(false);
      await gather(format, [bytes], options);
    }),
    { numRuns: 60 },
  );
}
