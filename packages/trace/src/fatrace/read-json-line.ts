import { decodeName } from "@coppice/image";
import { jsonArray } from "../json/json-array.ts";
import { jsonDigits } from "../json/json-digits.ts";
import { jsonNumber } from "../json/json-number.ts";
import { jsonObject } from "../json/json-object.ts";
import { jsonText } from "../json/json-text.ts";
import { readJson } from "../json/read-json.ts";
import type { Cursor } from "../lines/cursor.ts";
import type { FatraceRecord } from "./fatrace-record.ts";

const event = jsonObject({
  pid: jsonNumber,
  types: jsonText,
  timestamp: jsonDigits,
  path: jsonText,
  path_raw: jsonArray(jsonNumber),
  device: jsonObject({ major: jsonNumber, minor: jsonNumber }),
  inode: jsonDigits,
  exe: jsonText,
  exe_raw: jsonArray(jsonNumber),
  parents: jsonArray(jsonObject({ pid: jsonNumber })),
});

/** Reads a line of `fatrace --json`, which writes a name that is no plain UTF-8 as an array of its bytes. */
export function readJsonLine(line: Cursor): FatraceRecord | undefined {
  const outcome = readJson(line, event);
  const value = outcome.read ? outcome.value : undefined;
  if (value?.pid === undefined || value.types === undefined) return undefined;
  const { pid, types, device, inode } = value;
  const place = device && inode ? `device ${device.major}:${device.minor} inode ${inode}` : deleted;
  return {
    types,
    pid,
    time: timeOf(value.timestamp),
    path: value.path ?? nameOf(value.path_raw) ?? place,
    program: value.exe ?? nameOf(value.exe_raw),
    parent: value.parents?.[0]?.pid,
  };
}

const deleted = "(deleted)";

function nameOf(bytes: readonly number[] | undefined): string | undefined {
  return bytes && decodeName(Uint8Array.from(bytes));
}

/** Seconds of a time that is written as in the other lines: `12:00:00.000000`, or seconds since 1970. */
function timeOf(text: string | undefined): number | undefined {
  const parts = text?.split(":", 3).map(Number) ?? [];
  const [hours = Number.NaN, minutes, seconds] = parts;
  const time =
    minutes === undefined ? hours : hours * 3600 + minutes * 60 + (seconds ?? Number.NaN);
  return Number.isNaN(time) ? undefined : time;
}
