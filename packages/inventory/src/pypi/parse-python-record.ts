/**
 * The paths in a `RECORD` of an installed Python distribution, as they are written: relative to the folder that holds
 * the `.dist-info`, or absolute. It is a CSV file; see the PyPA specification "Recording installed projects".
 *
 * @example
 * ```ts
 * import { parsePythonRecord } from "@coppice/inventory";
 *
 * parsePythonRecord('a.py,sha256=abc,12\n"odd,""name"".py",,\n'); // => ["a.py", 'odd,"name".py']
 * ```
 */
export function parsePythonRecord(text: string): string[] {
  const paths: string[] = [];
  for (let at = 0; at < text.length; ) {
    const field = text[at] === '"' ? readQuoted(text, at + 1) : readPlain(text, at);
    if (field.value !== "") paths.push(field.value);
    at = skipRow(text, field.end);
  }
  return paths;
}

interface Field {
  readonly value: string;
  readonly end: number;
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
