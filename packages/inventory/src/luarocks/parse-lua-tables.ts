import { closingQuote } from "../closing-quote.ts";

/** A value of Lua, as far as rockspecs and manifests have them. */
export type LuaValue = string | LuaTable;

/** Entries by name; those without one by their number, from 1. */
export type LuaTable = ReadonlyMap<string, LuaValue>;

/** Deeper tables than real files have are refused. */
const maximumDepth = 32;

/**
 * The assignments at the top of a text that is nothing but them: names with strings, numbers and tables, as LuaRocks
 * writes and reads them. What is computed is left out, and nothing is run. See the Lua reference manual, "Table Constructors".
 */
export function parseLuaTables(text: string): LuaTable {
  const top = new Map<string, LuaValue>();
  /** Tables that are open, each with how many entries without a name it has, the outermost first. */
  const open: { readonly table: Map<string, LuaValue>; count: number }[] = [
    { table: top, count: 0 },
  ];
  let key: string | undefined;
  const put = (value: LuaValue): void => {
    const parent = open.at(-1);
    if (parent === undefined) return;
    if (key !== undefined) parent.table.set(key, value);
    else if (parent.table !== top) parent.table.set(`${++parent.count}`, value);
    key = undefined;
  };
  let last: Token | undefined;
  for (const token of tokenize(text)) {
    const before = last;
    last = token;
    if (token.text === "{" && token.kind === "mark") {
      if (open.length === maximumDepth) return top;
      const table = new Map<string, LuaValue>();
      put(table);
      open.push({ table, count: 0 });
    } else if (token.text === "}" && token.kind === "mark") {
      if (open.length === 1) return top;
      open.pop();
      key = undefined;
    } else if (token.text === "=" && token.kind === "mark") {
      // `name =` and `["name"] =`: the brackets are passed over, and the text in them is no value after all.
      if (before?.kind === "word" || before?.kind === "string") key = before.text;
    } else if (token.kind === "string") {
      if (!token.isKey) put(token.text);
    } else if (before?.kind === "mark" && before.text === "=") {
      // A word that is no literal names a variable, and what that stands for is computed.
      if (isLiteral(token.text)) put(token.text);
      else key = undefined;
    }
  }
  return top;
}

function isLiteral(word: string): boolean {
  return /^\d/.test(word) || word === "true" || word === "false";
}

interface Token {
  readonly kind: "word" | "string" | "mark";
  readonly text: string;
  /** A string in the brackets of a name. */
  readonly isKey?: boolean;
}

function* tokenize(text: string): Generator<Token> {
  let at = 0;
  let inBrackets = false;
  while (at < text.length) {
    const character = text.charAt(at);
    const long = longBracket(text, text.startsWith("--", at) ? at + 2 : at);
    if (text.startsWith("--", at)) {
      const end = long ? long.end : text.indexOf("\n", at);
      at = end < 0 ? text.length : end;
    } else if (long) {
      yield { kind: "string", text: long.text };
      at = long.end;
    } else if (character === '"' || character === "'") {
      const end = closingQuote(text, at);
      if (end < 0) return;
      const quoted = text.slice(at + 1, end).replace(/\\(.)/gs, "$1");
      yield { kind: "string", text: quoted, isKey: inBrackets };
      at = end + 1;
    } else if (/[A-Za-z0-9_]/.test(character)) {
      const start = at;
      while (at < text.length && /[A-Za-z0-9_.]/.test(text.charAt(at))) at++;
      yield { kind: "word", text: text.slice(start, at) };
    } else {
      if (character === "[") inBrackets = true;
      else if (character === "]") inBrackets = false;
      else if ("{}=".includes(character)) yield { kind: "mark", text: character };
      at++;
    }
  }
}

/** A string in long brackets, such as `[[text]]` or `[=[text]=]`, that begins at `start`. */
function longBracket(
  text: string,
  start: number,
): { readonly text: string; readonly end: number } | undefined {
  if (text.charAt(start) !== "[") return undefined;
  let at = start + 1;
  while (text.charAt(at) === "=") at++;
  if (text.charAt(at) !== "[") return undefined;
  const mark = `]${"=".repeat(at - start - 1)}]`;
  const end = text.indexOf(mark, at + 1);
  const inner = text.slice(at + 1, end < 0 ? undefined : end).replace(/^\r?\n/, "");
  return { text: inner, end: end < 0 ? text.length : end + mark.length };
}
