import { closingQuote } from "../closing-quote.ts";

/** A term of Erlang, as far as resource files have them. Of numbers only the text is kept. */
export type ErlangTerm =
  | { readonly kind: "atom" | "string" | "number"; readonly text: string }
  | { readonly kind: "tuple" | "list"; readonly elements: readonly ErlangTerm[] };

/** Deeper terms than real files have are refused. */
const maximumDepth = 32;

/**
 * The first term of a text; `undefined` where it is none. Atoms, strings, binaries, numbers, tuples and lists are read,
 * and comments passed over. See the Erlang reference manual, "Data Types".
 */
export function parseErlangTerm(text: string): ErlangTerm | undefined {
  const tokens = tokenize(text);
  /** Tuples and lists that are open, the outermost first. */
  const open: { readonly kind: "tuple" | "list"; readonly elements: ErlangTerm[] }[] = [];
  for (const { kind, text: word } of tokens) {
    let term: ErlangTerm | undefined;
    if (kind !== "mark") {
      term = { kind, text: word };
    } else if (word === "{" || word === "[") {
      if (open.length === maximumDepth) return undefined;
      open.push({ kind: word === "{" ? "tuple" : "list", elements: [] });
    } else if (word === "}" || word === "]") {
      term = open.pop();
      if (term?.kind !== (word === "}" ? "tuple" : "list")) return undefined;
    }
    if (term === undefined) continue;
    const parent = open.at(-1);
    if (parent === undefined) return term;
    parent.elements.push(term);
  }
  return undefined;
}

interface Token {
  readonly kind: "atom" | "string" | "number" | "mark";
  readonly text: string;
}

function* tokenize(text: string): Generator<Token> {
  let at = 0;
  while (at < text.length) {
    const character = text.charAt(at);
    if (character === "%") {
      const end = text.indexOf("\n", at);
      at = end < 0 ? text.length : end;
    } else if (character === '"' || character === "'") {
      const end = closingQuote(text, at);
      if (end < 0) return;
      const quoted = text.slice(at + 1, end).replace(/\\(.)/gs, "$1");
      yield { kind: character === '"' ? "string" : "atom", text: quoted };
      at = end + 1;
    } else if (/[A-Za-z0-9_@]/.test(character)) {
      const start = at;
      const isNumber = /\d/.test(character);
      const goesOn = isNumber ? /[A-Za-z0-9_#.]/ : /[A-Za-z0-9_@]/;
      while (at < text.length && goesOn.test(text.charAt(at))) at++;
      yield { kind: isNumber ? "number" : "atom", text: text.slice(start, at) };
    } else {
      // Commas, and what stands around a binary as in `<<"text">>`, say nothing more.
      if ("{}[]".includes(character)) yield { kind: "mark", text: character };
      at++;
    }
  }
}
