import { isTraceError, type LogFormat, type ReadLogOptions } from "@coppice/trace";
import type { Problem, RuntimeEvent } from "@coppice/types";
import * as fc from "fast-check";
import { expect } from "vitest";

/** What reading a log gave; problems are collected. */
export interface ReadFormat {
  readonly events: readonly RuntimeEvent[];
  readonly problems: readonly Problem[];
  /** The events in words. */
  readonly said: readonly string[];
}

/** Reads a log given as text, bytes, or the objects of its lines. */
export async function readFormat(
  format: LogFormat,
  log: string | Uint8Array | readonly object[],
  options: ReadLogOptions = {},
): Promise<ReadFormat> {
  const problems: Problem[] = [];
  const events: RuntimeEvent[] = [];
  const batches = format.read([bytesOf(log)], { onProblem: (p) => problems.push(p), ...options });
  for await (const batch of batches) events.push(...batch);
  return { events, problems, said: events.map(describe) };
}

/** The bytes of a log given as text or as the objects of its lines. */
export function bytesOf(log: string | Uint8Array | readonly object[]): Uint8Array {
  if (log instanceof Uint8Array) return log;
  if (typeof log === "string") return new TextEncoder().encode(log);
  return new TextEncoder().encode(log.map((line) => `${JSON.stringify(line)}\n`).join(""));
}

/** `open /etc/hosts`, `exec ?truncated /very/lo`, `lost dropped 3`, `image docker.io/nginx`. */
function describe(event: RuntimeEvent): string {
  switch (event.kind) {
    case "start":
    case "exit":
      return `${event.kind} ${event.process.pid}`;
    case "lost":
      return ["lost", event.code, ...(event.count === undefined ? [] : [event.count])].join(" ");
    case "image":
      return `image ${[event.name, event.digest?.slice(0, 15)].join(" ").trim()}`;
    case "connect":
    case "listen":
    case "accept":
      return `${event.kind} ${event.address}`;
    default: {
      const { path } = event;
      if (!path.known) return `${event.kind} ?${path.reason} ${path.given}`;
      return `${event.kind} ${path.path}${path.real === undefined ? "" : " (real)"}`;
    }
  }
}

/** Checks that cuts change nothing, and that damage gives problems and coded errors only. */
export async function checkHardness(format: LogFormat, log: string): Promise<void> {
  const gather = async (chunks: Iterable<Uint8Array>): Promise<unknown> => {
    const problems: Problem[] = [];
    const events: RuntimeEvent[] = [];
    try {
      const limits = { lineBytes: 5000 };
      const batches = format.read(chunks, { onProblem: (p) => problems.push(p), limits });
      for await (const batch of batches) events.push(...batch);
      return { events, problems };
    } catch (error) {
      if (!isTraceError(error)) throw error;
      return error.code;
    }
  };
  const bytes = bytesOf(log);
  const whole = await gather([bytes]);
  expect(whole).toMatchObject({ problems: [] });
  expect(await gather(Array.from(bytes, (byte) => Uint8Array.of(byte)))).toEqual(whole);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(bytes.length), { maxLength: 20 }), async (cuts) => {
      const places = [0, ...cuts.sort((a, b) => a - b), bytes.length];
      const chunks = places.slice(1).map((end, index) => bytes.slice(places[index], end));
      expect(await gather(chunks)).toEqual(whole);
    }),
    { numRuns: 30 },
  );
  for (let length = 0; length < bytes.length; length += 1 + Math.floor(bytes.length / 300)) {
    await gather([bytes.subarray(0, length)]);
    format.recognises(bytes.subarray(0, length));
  }
  const changes = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(changes, fc.nat(bytes.length), async (places, end) => {
      const damaged = bytes.slice(0, end);
      for (const [at, byte] of places) damaged[at % (end || 1)] = byte;
      format.recognises(damaged);
      await gather([damaged]);
    }),
    { numRuns: 100 },
  );
}
