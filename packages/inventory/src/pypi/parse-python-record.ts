import type { Digest } from "@coppice/types";
import { digestOfBase64 } from "./digest-of-base64.ts";

/** A file that a Python distribution says it installed. */
export interface PythonRecordRow {
  /** As written: relative to the folder that holds the `.dist-info`, or absolute. */
  readonly path: string;
  /** Absent where the record has none, as for itself and for bytecode. */
  readonly digest?: Digest;
}

/**
 * The rows of a `RECORD` of an installed Python distribution. It is a CSV file of paths, digests and sizes; see the PyPA
 * specification "Recording installed projects".
 *
 * @example
 * ```ts
 * import { parsePythonRecord } from "@coppice/inventory";
 *
 * const rows = parsePythonRecord('a.py,sha256=AAEC,12\n"odd,""name"".py",,\n');
 * rows; // => [{ path: "a.py", digest: "sha256:000102" }, { path: 'odd,"name".py' }]
 * ```
 */
export function parsePythonRecord(text: string): PythonRecordRow[] {
  const rows: PythonRecordRow[] = [];
  for (let at = 0; at < text.length; ) {
    const path = readField(text, at);
    const hash = text[path.end] === "," ? readField(text, path.end + 1) : undefined;
    const digest = hash && toDigest(hash.value);
    if (path.value !== "") rows.push({ path: path.value, ...(digest && { digest }) });
    at = skipRow(text, (hash ?? path).end);
  }
  return rows;
}

function toDigest(hash: string): Digest | undefined {
  const [algorithm = "", ...value] = hash.split("=");
  return digestOfBase64(algorithm, value.join("="));
}

interface Field {
  readonly value: string;
  readonly end: number;
}

function readField(text: string, start: number): Field {
  return text[start] === '"' ? readQuoted(text, start + 1) : readPlain(text, start);
}

function readPlain(text: string, start: number): Field {
  let end = start;
  while (end < text.length && !",\r\n".includes(text.charAt(end))) end++;
  return { value: text.slice(start, end), end };
}

/** A quote that is not closed ends with the text. */
function readQuoted(text: string, start: number): Field {
  const parts: string[] = [];
  let at = start;
  for (;;) {
    const quote = text.indexOf('"', at);
    const end = quote < 0 ? text.length : quote;
    parts.push(text.slice(at, end));
    at = end + 2;
    if (text[end + 1] !== '"') return { value: parts.join('"'), end: end + 1 };
  }
}

/** Start of the next row: after a newline that is not between quotes. */
function skipRow(text: string, from: number): number {
  let quoted = false;
  let at = from;
  for (; at < text.length; at++) {
    const character = text[at];
    if (character === '"') quoted = !quoted;
    else if (character === "\n" && !quoted) break;
  }
  return at + 1;
}
