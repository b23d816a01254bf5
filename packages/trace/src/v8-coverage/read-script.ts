import { jsonArray } from "../json/json-array.ts";
import { jsonNumber } from "../json/json-number.ts";
import { jsonObject } from "../json/json-object.ts";
import { type JsonReader, nextByte, skipValue } from "../json/json-scan.ts";
import { jsonText } from "../json/json-text.ts";
import { readJson } from "../json/read-json.ts";
import { type Cursor, char } from "../lines/cursor.ts";

/** What the coverage of one script says. */
export interface ScriptCoverage {
  readonly url: string;
  /** Its top level ran. */
  readonly loaded: boolean;
  /** A function of it was called, be it by its own top level. */
  readonly called: boolean;
}

/** The coverage of one script, as V8's `Profiler.ScriptCoverage` has it; `undefined` when it is none. */
export function readScript(cursor: Cursor): ScriptCoverage | undefined {
  const outcome = readJson(cursor, readMembers);
  const { url, functions } = (outcome.read && outcome.value) || {};
  if (url === undefined || functions === undefined) return undefined;
  const [first] = functions;
  // V8 puts what encloses before what is enclosed; a later report leaves out what did not run since the one before.
  const hasTopLevel = first?.functionName === "" && first.ranges?.startOffset === 0;
  return {
    url,
    loaded: hasTopLevel && ran(first),
    called: functions.slice(hasTopLevel ? 1 : 0).some(ran),
  };
}

/** The first range of a function is all of it, and its count that of its calls. */
const readMembers = jsonObject({
  url: jsonText,
  functions: jsonArray(
    jsonObject({
      functionName: jsonText,
      ranges: firstItem(jsonObject({ startOffset: jsonNumber, count: jsonNumber })),
    }),
  ),
});

function ran({ ranges }: { readonly ranges: { readonly count: number | undefined } | undefined }) {
  return (ranges?.count ?? 0) > 0;
}

/** Reads the first item of an array with `read`, and passes over the others. */
function firstItem<Item>(read: JsonReader<Item>): JsonReader<Item> {
  return (scan) => {
    const { at } = scan;
    skipValue(scan);
    if (scan.broken || scan.bytes[at] !== char.openBracket) return undefined;
    const end = scan.at;
    scan.at = at + 1;
    const item = nextByte(scan) === char.closeBracket ? undefined : read(scan);
    scan.at = end;
    return item;
  };
}
