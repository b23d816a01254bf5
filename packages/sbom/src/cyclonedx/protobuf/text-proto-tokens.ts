import { SbomError } from "../../sbom-error.ts";

/** A word of text format: a name or number, a text with its bytes, or one of the signs `: { } < > [ ] , ; -`. */
export interface TextProtoToken {
  readonly kind: "word" | "text" | "sign";
  readonly text: string;
  /** Of a text: what it says, escapes resolved. */
  readonly bytes: Uint8Array | undefined;
  readonly line: number;
}

const encoder = new TextEncoder();

const escapes: ReadonlyMap<string, number> = new Map([
  ["a", 7],
  ["b", 8],
  ["f", 12],
  ["n", 10],
  ["r", 13],
  ["t", 9],
  ["v", 11],
  ["?", 63],
  ["\\", 92],
  ["'", 39],
  ['"', 34],
]);

/**
 * Splits a message in the text format of protocol buffers into its words; white space and comments are left out. See Text
 * Format Language Specification, section "Lexical Elements".
 *
 * @throws An {@link SbomError} with code `PROTOBUF_INVALID` where the text has none of them.
 */
export function* textProtoTokens(text: string): Generator<TextProtoToken, void, undefined> {
  const space = /(?:[\t\n\v\f\r ]|#[^\n]*)*/y;
  const word = /[-+]?[.0-9][A-Za-z0-9_.]*(?:[eE][-+][0-9]+[fF]?)?|[A-Za-z_][A-Za-z0-9_]*/y;
  let line = 1;
  let at = 0;
  for (;;) {
    space.lastIndex = at;
    const skipped = space.exec(text)?.[0] ?? "";
    line += countLines(skipped);
    at += skipped.length;
    const character = text[at];
    if (character === undefined) return;
    word.lastIndex = at;
    const found = word.exec(text)?.[0];
    if (found !== undefined) {
      yield { kind: "word", text: found, bytes: undefined, line };
      at += found.length;
    } else if (character === '"' || character === "'") {
      const end = endOfText(text, at, line);
      yield {
        kind: "text",
        text: text.slice(at, end),
        bytes: bytesOf(text.slice(at + 1, end - 1), line),
        line,
      };
      at = end;
    } else if (":{}<>[],;-".includes(character)) {
      yield { kind: "sign", text: character, bytes: undefined, line };
      at += 1;
    } else failTextProto(line, `${JSON.stringify(character)} has no meaning here`);
  }
}

/** Gives up reading. */
export function failTextProto(line: number, what: string): never {
  throw new SbomError(
    "PROTOBUF_INVALID",
    `line ${line} is no text format of protocol buffers: ${what}; repair it`,
  );
}

function countLines(text: string): number {
  let lines = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) lines += 1;
  return lines;
}

/** Where a text ends that begins at `start`. */
function endOfText(text: string, start: number, line: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const character = text[at];
    if (character === text[start]) return at + 1;
    if (character === "\n") break;
    if (character === "\\") at += 1;
  }
  return failTextProto(line, "a text is not closed");
}

/** The bytes that a text stands for. */
function bytesOf(written: string, line: number): Uint8Array {
  if (!written.includes("\\")) return encoder.encode(written);
  const bytes: number[] = [];
  // A character outside of the first plane may be written as its two halves.
  const pieces =
    /\\(x[0-9A-Fa-f]{1,2}|u[Dd][89ABab][0-9A-Fa-f]{2}\\u[Dd][C-Fc-f][0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|[0-7]{1,3}|[^xuU0-7])|[^\\]+/y;
  while (pieces.lastIndex < written.length) {
    const [piece, escaped = ""] = pieces.exec(written) ?? [];
    if (piece === undefined) return failEscape(line);
    const simple = escapes.get(escaped);
    if (simple !== undefined) bytes.push(simple);
    else if (/^[x0-7]/.test(escaped)) {
      bytes.push(Number.parseInt(escaped.replace("x", ""), escaped.startsWith("x") ? 16 : 8) & 255);
    } else {
      const text = piece.startsWith("\\") ? characterOf(escaped, line) : piece;
      for (const byte of encoder.encode(text)) bytes.push(byte);
    }
  }
  return Uint8Array.from(bytes);
}

/** The character that `u00e9`, `uD83D\uDE00` or `U0001F600` stands for. */
function characterOf(escaped: string, line: number): string {
  if (!/^[uU]/.test(escaped)) return failEscape(line);
  const codes = escaped.split("\\").map((half) => Number.parseInt(half.slice(1), 16));
  const [code = 0] = codes;
  const isHalf = codes.length === 1 && code >= 0xd800 && code <= 0xdfff;
  if (code > 0x10ffff || isHalf) return failEscape(line);
  return codes.length === 1 ? String.fromCodePoint(code) : String.fromCharCode(...codes);
}

function failEscape(line: number): never {
  return failTextProto(line, "a text has an escape that does not exist");
}
