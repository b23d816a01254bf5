import { decodeStart } from "../input/decode-text.ts";
import { identifyBinary, identifyText } from "../input/identify.ts";
import { detectTextEncoding } from "../input/text-encoding.ts";
import { SbomError } from "../sbom-error.ts";
import type { ByteWindow } from "./byte-window.ts";
import { readJsonStream } from "./read-json-stream.ts";
import { nextByte, type Reading } from "./reading.ts";
import type { SbomStreamLimits } from "./sbom-stream-limits.ts";

const markLength = 4;
const openObject = 0x7b;
const tellingLength = 1 << 12;

/** Reads a document from its first byte on, and refuses it at once where it is not JSON in UTF-8. */
export function* readStart(window: ByteWindow, limits: SbomStreamLimits): Reading<void> {
  while (window.end < markLength && !window.ended) yield undefined;
  const encoding = detectTextEncoding(window.bytes.subarray(0, window.end));
  if (encoding.label === "utf-8") {
    window.at = encoding.markLength;
    if ((yield* nextByte(window)) === openObject) return yield* readJsonStream(window, limits);
  }
  while (window.end < tellingLength && !window.ended) yield undefined;
  throw notStreamed(window.bytes.subarray(0, window.end), window.ended, encoding.label);
}

function notStreamed(start: Uint8Array, complete: boolean, label: string): SbomError {
  const identity = identifyBinary(start) ?? identifyText(decodeStart(start), complete);
  switch (identity?.kind) {
    case "sbom": {
      const { family, encoding } = identity.format;
      return new SbomError(
        "ENCODING_UNSUPPORTED",
        `the document is ${family} as ${encoding} in ${label}, and only JSON in UTF-8 is read as a stream; read it with readSbom`,
      );
    }
    case "other":
      return new SbomError("FORMAT_UNKNOWN", `the document is ${identity.what}`);
    default:
      return new SbomError(
        "FORMAT_UNKNOWN",
        "the document is not JSON in UTF-8, which is all that is read as a stream; read it with readSbom",
      );
  }
}
