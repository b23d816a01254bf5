import { SbomError } from "../sbom-error.ts";
import type { ByteWindow } from "./byte-window.ts";
import type { SbomStreamItem } from "./sbom-stream-item.ts";
import type { SbomStreamLimits } from "./sbom-stream-limits.ts";

/** Gives items, and `undefined` where it needs more bytes in the window. */
export type Reading<Value> = Generator<readonly SbomStreamItem[] | undefined, Value, undefined>;

/** Waits for more of what begins at `window.start`. */
export function* more(window: ByteWindow, limits: SbomStreamLimits): Reading<void> {
  if (window.ended) {
    throw new SbomError(
      "JSON_INVALID",
      `the document ends early, at byte ${window.base + window.end}; get it again`,
    );
  }
  if (window.end - window.start > limits.itemBytes) {
    throw new SbomError(
      "DOCUMENT_TOO_LARGE",
      `what begins at byte ${window.base + window.start} has more than ${limits.itemBytes} bytes; ` +
        "raise limits.itemBytes to read it",
    );
  }
  yield undefined;
}

/** The next byte that is no white space, without going past it; -1 at the end. Nothing before it is kept. */
export function* nextByte(window: ByteWindow): Reading<number> {
  for (;;) {
    for (; window.at < window.end; window.at++) {
      const byte = window.bytes[window.at] ?? 0;
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return byte;
    }
    if (window.ended) return -1;
    window.start = window.at;
    yield undefined;
  }
}

/** What is thrown where something else stands at `window.at` than JSON has there. */
export function invalidJson(window: ByteWindow, at: number, expected: string): SbomError {
  const offset = window.base + at;
  return at >= window.end
    ? new SbomError("JSON_INVALID", `the document ends early, at byte ${offset}; get it again`)
    : new SbomError(
        "JSON_INVALID",
        `byte ${offset} is not JSON; expected ${expected}, mend it or make the document again`,
      );
}
