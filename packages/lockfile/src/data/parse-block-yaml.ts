import { LockfileError } from "../lockfile-error.ts";
import type { LockfileInput } from "../lockfile-reader.ts";
import { parseFlowYaml } from "./parse-flow-yaml.ts";
import { beyond, endOfQuoted, mayBePlain, readQuoted, setMember, trimEnd } from "./yaml-scalar.ts";

/** A YAML document with every scalar as text, and the lines on which objects begin. */
export interface YamlDocument {
  readonly value: unknown;
  /** Line of the key or dash before this object, from 1; undefined where it is not known. */
  lineOf(value: unknown): number | undefined;
}

interface Cursor {
  readonly lines: readonly string[];
  /** Index of the line that is read now. */
  at: number;
  /** Columns before what it says, a sequence's dashes included that were read already; -1 after the last line. */
  indent: number;
  /** What it says from there. */
  text: string;
  readonly maximumDepth: number;
  readonly places: Map<unknown, number>;
}

/**
 * Reads the part of YAML in which package managers write lockfiles: block mappings and sequences, quoted and plain
 * scalars of one line, flow collections of one line, literal and folded blocks. `undefined` when the text has anything else, or a
 * key twice: never a guess. See YAML 1.2.2, chapters 6 to 8; scalars are those of its failsafe schema.
 *
 * @throws A {@link LockfileError} with code `LOCKFILE_TOO_DEEP`.
 */
export function parseBlockYaml({
  text,
  limits,
}: Pick<LockfileInput, "text" | "limits">): YamlDocument | undefined {
  const lines = text.replaceAll("\r\n", "\n").split("\n");
  const places = new Map<unknown, number>();
  const cursor = { lines, at: -1, indent: 0, text: "", maximumDepth: limits.depth, places };
  try {
    advance(cursor);
    if (cursor.text === "---" && cursor.indent === 0) advance(cursor);
    if (cursor.indent < 0) return { value: "", lineOf: () => undefined };
    const value = readBlock(cursor, 1);
    return cursor.indent < 0 ? { value, lineOf: (of) => places.get(of) } : undefined;
  } catch (error) {
    if (error === beyond) return undefined;
    throw error;
  }
}

/** Goes to the next line that is neither empty nor a comment. */
function advance(cursor: Cursor): void {
  for (cursor.at += 1; cursor.at < cursor.lines.length; cursor.at += 1) {
    const line = cursor.lines[cursor.at] ?? "";
    let indent = 0;
    while (line[indent] === " ") indent += 1;
    if (indent === line.length || line[indent] === "#") continue;
    if (line[indent] === "\t" || line.includes("\r")) throw beyond;
    cursor.indent = indent;
    cursor.text = trimEnd(line.slice(indent));
    return;
  }
  cursor.indent = -1;
  cursor.text = "";
}

function readBlock(cursor: Cursor, depth: number): unknown {
  if (depth > cursor.maximumDepth) throw tooDeep(cursor);
  return isElement(cursor.text) ? readSequence(cursor, depth) : readMapping(cursor, depth);
}

function isElement(text: string): boolean {
  return text[0] === "-" && (text.length === 1 || text[1] === " ");
}

function readSequence(cursor: Cursor, depth: number): unknown {
  const elements: unknown[] = [];
  const { indent } = cursor;
  while (cursor.indent === indent && isElement(cursor.text)) {
    let space = 1;
    while (cursor.text[space] === " ") space += 1;
    const text = cursor.text.slice(space);
    if (text === "" || text[0] === "#") throw beyond;
    if (isElement(text) || splitKey(text)) {
      cursor.indent += space;
      cursor.text = text;
      const line = cursor.at + 1;
      const value = readBlock(cursor, depth + 1);
      cursor.places.set(value, line);
      elements.push(value);
    } else {
      elements.push(readValue(cursor, text, indent, depth));
    }
  }
  if (cursor.indent > indent) throw beyond;
  return elements;
}

function readMapping(cursor: Cursor, depth: number): unknown {
  const members: Record<string, unknown> = {};
  const { indent } = cursor;
  while (cursor.indent === indent && !isElement(cursor.text)) {
    const line = cursor.at + 1;
    const [name, rest] = readKey(cursor, indent);
    const value = readValue(cursor, rest, indent, depth);
    if (typeof value === "object") cursor.places.set(value, line);
    setMember(members, name, value);
  }
  if (cursor.indent > indent) throw beyond;
  return members;
}

/** The key on this line, and what comes after its colon. A key too long for one line begins with a question mark. */
function readKey(cursor: Cursor, indent: number): readonly [name: string, rest: string] {
  if (!cursor.text.startsWith("? ")) {
    const split = splitKey(cursor.text);
    if (split === undefined) throw beyond;
    return split;
  }
  const name = readScalar(trimStart(cursor.text.slice(2)));
  advance(cursor);
  const colon = cursor.text === ":" || cursor.text.startsWith(": ");
  if (cursor.indent !== indent || !colon) throw beyond;
  return [name, trimStart(cursor.text.slice(1))];
}

/** A key and what comes after its colon; undefined when `text` has none. */
function splitKey(text: string): readonly [name: string, rest: string] | undefined {
  if (text[0] === '"' || text[0] === "'") {
    const end = endOfQuoted(text, 0);
    if (text[end + 1] !== ":" || (text.length > end + 2 && text[end + 2] !== " ")) return undefined;
    return [readQuoted(text, 0, end), trimStart(text.slice(end + 2))];
  }
  if (!mayBePlain(text)) return undefined;
  const found = text.indexOf(": ");
  const colon = found < 0 && text.endsWith(":") ? text.length - 1 : found;
  if (colon < 0) return undefined;
  const name = trimEnd(text.slice(0, colon));
  if (name.includes(" #") || name === "") throw beyond;
  return [name, trimStart(text.slice(colon + 1))];
}

/** The value that begins with `text`, and stands after a key or a dash in column `indent`; goes on to the next line. */
function readValue(cursor: Cursor, text: string, indent: number, depth: number): unknown {
  if (text[0] === "{" || text[0] === "[") {
    const value = parseFlowYaml(text, cursor.maximumDepth - depth, () => tooDeep(cursor));
    advance(cursor);
    return value;
  }
  if (/^[|>]-?$/.test(text)) return readBlockScalar(cursor, indent, text);
  if (text !== "" && text[0] !== "#") {
    const value = readScalar(text);
    advance(cursor);
    // The scalar goes on, or something stands in the wrong column.
    if (cursor.indent > indent) throw beyond;
    return value;
  }
  advance(cursor);
  const isNested = cursor.indent > indent || (cursor.indent === indent && isElement(cursor.text));
  return isNested ? readBlock(cursor, depth + 1) : "";
}

/** The text of a literal (`|`) or folded (`>`) block. See YAML 1.2.2, 8.1. */
function readBlockScalar(cursor: Cursor, indent: number, header: string): string {
  const content: string[] = [];
  let column = 0;
  for (cursor.at += 1; cursor.at < cursor.lines.length; cursor.at += 1) {
    const line = cursor.lines[cursor.at] ?? "";
    let spaces = 0;
    while (line[spaces] === " ") spaces += 1;
    if (spaces === line.length) {
      // Which of them belong to the text cannot be told before its first line.
      if (content.length === 0 || spaces > column) throw beyond;
      content.push("");
      continue;
    }
    if (spaces <= indent) break;
    if (content.length === 0) column = spaces;
    if (spaces < column || line.includes("\r")) throw beyond;
    content.push(line.slice(column));
  }
  while (content.at(-1) === "") content.pop();
  if (content.length === 0) throw beyond;
  cursor.at -= 1;
  advance(cursor);
  const text = header[0] === "|" ? content.join("\n") : fold(content);
  return header.endsWith("-") ? text : `${text}\n`;
}

/** Joins lines by spaces; empty lines between them are line breaks. See YAML 1.2.2, 6.5. */
function fold(lines: readonly string[]): string {
  let breaks = "";
  const parts: string[] = [];
  for (const line of lines) {
    // What is indented further is not folded.
    if (line[0] === " " || line[0] === "\t") throw beyond;
    if (line === "") breaks += "\n";
    else {
      if (parts.length > 0) parts.push(breaks || " ");
      parts.push(line);
      breaks = "";
    }
  }
  return parts.join("");
}

/** A quoted or plain scalar, as long as it is all of `text` but for a comment. */
function readScalar(text: string): string {
  if (text[0] === '"' || text[0] === "'") {
    const end = endOfQuoted(text, 0);
    const rest = trimStart(text.slice(end + 1));
    if (rest !== "" && !(rest[0] === "#" && text[end + 1] === " ")) throw beyond;
    return readQuoted(text, 0, end);
  }
  const comment = text.indexOf(" #");
  const scalar = trimEnd(comment < 0 ? text : text.slice(0, comment));
  if (!mayBePlain(scalar) || scalar.includes(": ") || scalar.endsWith(":")) throw beyond;
  return scalar;
}

function trimStart(text: string): string {
  let start = 0;
  while (text[start] === " ") start += 1;
  return text.slice(start);
}

function tooDeep({ at, maximumDepth }: Cursor): LockfileError {
  return new LockfileError(
    "LOCKFILE_TOO_DEEP",
    `line ${at + 1} is inside more than ${maximumDepth} collections; raise limits.depth to read it`,
  );
}
