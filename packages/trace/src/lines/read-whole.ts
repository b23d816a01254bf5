import { defaultLogLimits, type ReadLogOptions } from "../read-log-options.ts";
import { TraceError } from "../trace-error.ts";
import { collectHead } from "./collect-head.ts";

/**
 * All bytes of a log that is one document.
 *
 * @throws A {@link TraceError} with code `LIMIT_EXCEEDED` when it is larger than `limits.documentBytes`.
 */
export async function readWhole(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  { limits, path, signal }: ReadLogOptions,
): Promise<Uint8Array> {
  const { documentBytes } = { ...defaultLogLimits, ...limits };
  const document = collectHead(documentBytes + 1);
  for await (const chunk of chunks) {
    signal?.throwIfAborted();
    if (document.append(chunk)) {
      throw new TraceError(
        "LIMIT_EXCEEDED",
        `${path ?? "the log"} has more than ${documentBytes} bytes; raise limits.documentBytes to read it`,
      );
    }
  }
  return document.bytes();
}
