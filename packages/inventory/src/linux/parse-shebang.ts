import { decodeName } from "@coppice/image";
import type { Shebang } from "@coppice/types";

/** Bytes that Linux looks at (`BINPRM_BUF_SIZE`, since 5.1). */
export const shebangBytes = 256;

/**
 * The interpreter that Linux runs for a script which begins with `bytes`; `undefined` where it runs none. See
 * execve(2), "Interpreter scripts". Only the first 256 bytes count: an interpreter that goes on after them is not
 * taken, an argument is cut there.
 *
 * @example
 * ```ts
 * import { parseShebang } from "@coppice/inventory";
 *
 * const shebang = parseShebang(new TextEncoder().encode("#! /usr/bin/env -S node --test \n"));
 * shebang; // => { interpreter: "/usr/bin/env", argument: "-S node --test" }
 * ```
 */
export function parseShebang(bytes: Uint8Array): Shebang | undefined {
  if (bytes[0] !== 0x23 || bytes[1] !== 0x21) return undefined;
  const line = bytes.subarray(2, shebangBytes);
  const newline = line.indexOf(newLine);
  // Without a newline the last byte of the kernel's buffer only shows whether the word before it is whole.
  const last = shebangBytes - 3;
  let end = newline < 0 ? Math.min(line.length, last) : newline;
  while (end > 0 && isBlank(line[end - 1])) end--;
  const start = skipBlanks(line, 0, end);
  const stop = skipWord(line, start, end);
  const cut = newline < 0 && stop === last && line.length > last && !endsWord(line[last]);
  if (stop === start || cut) return undefined;
  const interpreter = decodeName(line.subarray(start, stop));
  if (line[stop] === 0) return { interpreter };
  const argument = untilZero(line.subarray(skipBlanks(line, stop, end), end));
  return { interpreter, ...(argument.length > 0 && { argument: decodeName(argument) }) };
}

const newLine = 0x0a;

function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09;
}

function endsWord(byte: number | undefined): boolean {
  return isBlank(byte) || byte === 0;
}

function skipBlanks(line: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end && isBlank(line[at])) at++;
  return at;
}

function skipWord(line: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end && !endsWord(line[at])) at++;
  return at;
}

function untilZero(bytes: Uint8Array): Uint8Array {
  const zero = bytes.indexOf(0);
  return zero < 0 ? bytes : bytes.subarray(0, zero);
}
