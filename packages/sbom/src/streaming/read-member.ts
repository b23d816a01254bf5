import { jsonPointer } from "../json/json-pointer.ts";
import { isJsonObject, type JsonValue } from "../json/json-value.ts";
import { SbomError } from "../sbom-error.ts";
import type { ByteWindow } from "./byte-window.ts";
import { parseBytes } from "./parse-bytes.ts";
import { invalidJson, more, nextByte, type Reading } from "./reading.ts";
import { kindOfItems, type SbomStreamItem } from "./sbom-stream-item.ts";
import type { SbomStreamLimits } from "./sbom-stream-limits.ts";
import { type JsonScan, scanJsonBytes } from "./scan-json-bytes.ts";

const quote = 0x22;
const comma = 0x2c;
const colon = 0x3a;
const backslash = 0x5c;
const closeArray = 0x5d;

/**
 * Items of so many bytes are decoded and parsed at once: a call for each would cost more, and longer texts are rarely of ASCII
 * alone, which is twice as fast.
 */
const sliceLength = 1 << 12;

/** Reads the name of a member that begins at `window.at`, and the colon after it. */
export function* readName(window: ByteWindow, limits: SbomStreamLimits): Reading<string> {
  if ((yield* nextByte(window)) !== quote) {
    throw invalidJson(window, window.at, "a member's name in double quotes");
  }
  window.start = window.at;
  window.at += 1;
  for (;;) {
    const byte = window.at < window.end ? window.bytes[window.at] : undefined;
    if (byte === undefined) yield* more(window, limits);
    else window.at += byte === backslash ? 2 : 1;
    if (byte === quote) break;
  }
  const name = String(parseBytes(window, window.at, "value"));
  if ((yield* nextByte(window)) !== colon) throw invalidJson(window, window.at, "a colon");
  window.at += 1;
  return name;
}

/** Reads the value of a top-level member as a whole, gives it, and returns it. It ends before a comma or bracket. */
export function* readWhole(
  window: ByteWindow,
  member: string,
  limits: SbomStreamLimits,
): Reading<JsonValue> {
  window.start = window.at;
  const scan: JsonScan = { depth: 0, inString: false };
  const maxDepth = limits.depth - 1;
  let end = scanJsonBytes(window, scan, 0, maxDepth);
  while (end < 0) {
    yield* goOn(window, scan, maxDepth, limits);
    end = scanJsonBytes(window, scan, 0, maxDepth);
  }
  const value = parseBytes(window, end, "value");
  yield [{ kind: "member", member, pointer: jsonPointer([member]), value }];
  return value;
}

/** Reads the list that begins at `window.at` and gives its items, as many at a time as are there. */
export function* readList(
  window: ByteWindow,
  member: string,
  limits: SbomStreamLimits,
): Reading<void> {
  const pointer = `${jsonPointer([member])}/`;
  const kind = kindOfItems(member);
  const maxDepth = limits.depth - 2;
  let scan: JsonScan = { depth: 0, inString: false };
  let batch: SbomStreamItem[] = [];
  let count = 0;
  window.at += 1;
  window.start = window.at;
  for (;;) {
    const end = scanJsonBytes(window, scan, window.start + sliceLength, maxDepth);
    if (end < 0) {
      if (batch.length > 0) yield batch;
      batch = [];
      yield* goOn(window, scan, maxDepth, limits);
      continue;
    }
    const values = parseBytes(window, end, "list");
    const last = window.bytes[end] !== comma;
    if (last && window.bytes[end] !== closeArray) throw invalidJson(window, end, 'a comma or "]"');
    if (values.length === 0 && !(last && count === 0)) throw invalidJson(window, end, "a value");
    for (const value of values) {
      batch.push(itemOf(kind, member, `${pointer}${count}`, value));
      count += 1;
    }
    if (count > limits.items) throw tooMany(member, limits);
    window.at = end + 1;
    window.start = window.at;
    if (last) break;
    scan = { depth: 0, inString: false };
  }
  if (batch.length > 0) yield batch;
}

function itemOf(
  kind: ReturnType<typeof kindOfItems>,
  member: string,
  pointer: string,
  value: JsonValue,
): SbomStreamItem {
  return kind !== "member" && isJsonObject(value)
    ? { kind, member, pointer, value }
    : { kind: "member", member, pointer, value };
}

/** Waits for more of what is scanned, where it is not too deep. */
function* goOn(
  window: ByteWindow,
  scan: JsonScan,
  maxDepth: number,
  limits: SbomStreamLimits,
): Reading<void> {
  if (scan.depth > maxDepth) {
    throw new SbomError(
      "DOCUMENT_TOO_DEEP",
      `byte ${window.base + window.at} is inside more than ${limits.depth} objects or arrays; raise limits.depth to read it`,
    );
  }
  yield* more(window, limits);
}

function tooMany(member: string, limits: SbomStreamLimits): SbomError {
  return new SbomError(
    "TOO_MANY_ITEMS",
    `the list ${JSON.stringify(member)} has more than ${limits.items} items; raise limits.items to read it`,
  );
}
