import { LockfileError } from "../lockfile-error.ts";

/** An atom or a name of Elixir, such as `:hex`, `true`, `nil`. */
interface ElixirAtom {
  readonly atom: string;
}

/** A list, tuple or map of Elixir; a pair of a keyword list or map is two elements, its key and its value. */
export interface ElixirCollection {
  readonly open: "[" | "{" | "%{";
  readonly elements: readonly ElixirTerm[];
  /** Lines on which the elements begin, from 1. */
  readonly lines: readonly number[];
}

/** A term of the part of Elixir in which mix writes its lockfile. */
export type ElixirTerm = string | ElixirAtom | ElixirCollection;

/**
 * Reads a term as mix.lock has it: strings, atoms, lists, tuples and maps.
 *
 * @throws A {@link LockfileError} with code `SYNTAX_INVALID` or `LOCKFILE_TOO_DEEP`.
 */
export function parseElixirTerm(text: string, maximumDepth: number): ElixirTerm {
  const top: Open = { open: "[", elements: [], lines: [] };
  const open: Open[] = [top];
  let line = 1;
  for (let at = 0; at < text.length; ) {
    const character = text[at] ?? "";
    const inner = open.at(-1) ?? top;
    if (character === "\n") line += 1;
    if (/[\s,]/.test(character)) at += 1;
    else if (character === "#") at = endOfLine(text, at);
    else if (text.startsWith("=>", at)) at += 2;
    else if (character === "[" || character === "{" || text.startsWith("%{", at)) {
      if (open.length > maximumDepth) throw tooDeep(line, maximumDepth);
      const brackets = character === "[" ? "[" : character === "{" ? "{" : "%{";
      const collection: Open = { open: brackets, elements: [], lines: [] };
      inner.elements.push(collection);
      inner.lines.push(line);
      open.push(collection);
      at += collection.open.length;
    } else if (character === "]" || character === "}") {
      const isClosing = open.length > 1 && inner.open.endsWith("[") === (character === "]");
      if (!isClosing) throw invalid(line);
      open.pop();
      at += 1;
    } else {
      const [term, end] = readAtomOrString(text, at, line);
      inner.elements.push(term);
      inner.lines.push(line);
      at = end;
    }
  }
  const [term] = top.elements;
  if (open.length > 1 || top.elements.length !== 1 || term === undefined) throw invalid(line);
  return term;
}

interface Open extends ElixirCollection {
  readonly elements: ElixirTerm[];
  readonly lines: number[];
}

/** `"text"`, `:atom`, `:"atom"`, `atom` or a key such as `hex:` or `"key":`. */
function readAtomOrString(text: string, start: number, line: number): [ElixirTerm, number] {
  const isAtom = text[start] === ":";
  const from = isAtom ? start + 1 : start;
  if (text[from] === '"') {
    const end = endOfText(text, from);
    if (end < 0) throw invalid(line);
    const value = text.slice(from + 1, end).replace(/\\(.)/g, "$1");
    if (isAtom) return [{ atom: value }, end + 1];
    return text[end + 1] === ":" ? [value, end + 2] : [value, end + 1];
  }
  let end = from;
  while (end < text.length && /[A-Za-z0-9_@!?.]/.test(text[end] ?? "")) end += 1;
  if (end === from) throw invalid(line);
  const isKey = !isAtom && text[end] === ":";
  return [{ atom: text.slice(from, end) }, isKey ? end + 1 : end];
}

function endOfText(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === '"') return at;
  }
  return -1;
}

function endOfLine(text: string, start: number): number {
  const end = text.indexOf("\n", start);
  return end < 0 ? text.length : end;
}

function invalid(line: number): LockfileError {
  return new LockfileError(
    "SYNTAX_INVALID",
    `line ${line} is no term of a mix.lock; run mix deps.get, or resolve the merge conflict in it`,
  );
}

function tooDeep(line: number, depth: number): LockfileError {
  return new LockfileError(
    "LOCKFILE_TOO_DEEP",
    `line ${line} is inside more than ${depth} collections; raise limits.depth to read it`,
  );
}
