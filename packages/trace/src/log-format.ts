import type { Ecosystem, RuntimeEvent, SeenKind } from "@coppice/types";
import type { ReadLogOptions } from "./read-log-options.ts";

/** A format of logs: how to know it, how to read it, and what it can and cannot show. */
export interface LogFormat {
  /** Its name in options and evidence, such as `strace`. */
  readonly name: string;
  /** What people call it, with the versions that are read. */
  readonly title: string;
  /** What it can show when it was recorded as {@link record} says. */
  readonly shows: readonly SeenKind[];
  /** The only ecosystems of whose packages it shows anything; all when absent. */
  readonly ecosystems?: readonly Ecosystem[];
  /** What it cannot show, each in words that go on "it cannot be seen …". */
  readonly blindSpots: readonly string[];
  /** A command that records such a log. */
  readonly record: string;
  /** Whether a log that begins with `head` (all of it, or its first 64 KiB) is of this format. */
  recognises(head: Uint8Array): boolean;
  /** Reads a log, uncompressed, and gives its events in batches. */
  read(
    chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
    options?: ReadLogOptions,
  ): AsyncGenerator<readonly RuntimeEvent[], void, undefined>;
}
