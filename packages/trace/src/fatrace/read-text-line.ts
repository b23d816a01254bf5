import { type Cursor, char, peek, readDigits, skipSpaces, skipText } from "../lines/cursor.ts";
import { plainText } from "../lines/plain-text.ts";
import { rawText } from "../lines/raw-text.ts";
import type { FatraceRecord } from "./fatrace-record.ts";

/** Bytes of a program's name at most: `TASK_COMM_LEN` less the zero at its end, and what kernel threads show. */
const longestName = 15;
const longestThread = 100;

/**
 * Reads a line as `12:00:00.000000 name(12) [0:0]: RCO /path exe=/bin/name, parents=(pid=1 comm=init)`; `undefined`
 * when it is none. A program may call itself `a(1): O /b`: what can be read in two ways is no line either.
 */
export function readTextLine(line: Cursor): FatraceRecord | undefined {
  const time = readTime(line);
  const start = line.at;
  let found: FatraceRecord | undefined;
  const last = Math.min(line.end, start + longestThread);
  for (let at = start; at < last; at++) {
    if (line.bytes[at] !== char.open) continue;
    if (found !== undefined && at > start + longestName) break;
    line.at = at + 1;
    const record = readRest(line, time);
    if (record === undefined) continue;
    if (found !== undefined) return undefined;
    found = record;
    if (at > start + longestName) break;
  }
  return found;
}

/** The time at the cursor, which moves behind it; `undefined` without one. */
function readTime(line: Cursor): number | undefined {
  const start = line.at;
  const first = readDigits(line);
  let seconds = first;
  if (first >= 0 && peek(line) === char.colon) {
    line.at++;
    const minutes = readDigits(line);
    const colon = peek(line) === char.colon;
    line.at++;
    const rest = readDigits(line);
    seconds = colon && minutes >= 0 && rest >= 0 ? first * 3600 + minutes * 60 + rest : -1;
  }
  const dot = line.at;
  if (seconds >= 0 && peek(line) === char.dot) {
    line.at++;
    const fraction = readDigits(line);
    const length = line.at - dot - 1;
    if (fraction >= 0 && peek(line) === char.space) {
      line.at++;
      return seconds + fraction / 10 ** length;
    }
  }
  line.at = start;
  return undefined;
}

/** Reads what follows the bracket behind a program's name. */
function readRest(line: Cursor, time: number | undefined): FatraceRecord | undefined {
  const pid = readDigits(line);
  if (pid < 0 || !skipText(line, ")")) return undefined;
  if (skipText(line, " [")) {
    if (readDigits(line) < 0 || !skipText(line, ":")) return undefined;
    if (readDigits(line) < 0 || !skipText(line, "]")) return undefined;
  }
  if (!skipText(line, ": ")) return undefined;
  const { bytes } = line;
  const typesStart = line.at;
  while (letters.has(peek(line))) line.at++;
  const typesEnd = line.at;
  if (typesEnd > typesStart && peek(line) !== char.space) return undefined;
  skipSpaces(line);
  if (!beginsPath(line)) return undefined;
  return {
    types: plainText(bytes, typesStart, typesEnd),
    pid,
    time,
    path: rawText(bytes, line.at, line.end),
  };
}

const letters: ReadonlySet<number> = new Set(
  Array.from("RCWO+D<>", (letter) => letter.charCodeAt(0)),
);

function beginsPath(line: Cursor): boolean {
  if (peek(line) === char.slash) return true;
  const at = line.at;
  const found =
    skipText(line, "(deleted)") || skipText(line, "device ") || skipText(line, "(unreachable)");
  line.at = at;
  return found;
}
