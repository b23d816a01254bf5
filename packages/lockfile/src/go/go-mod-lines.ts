/** A directive of a go.mod, with those of a block one by one. */
export interface GoModLine {
  /** `module`, `go`, `require`, `replace`, … */
  readonly verb: string;
  readonly words: readonly string[];
  /** What follows `//`. */
  readonly comment: string;
  /** From 1. */
  readonly line: number;
}

/**
 * The directives of a go.mod. See the Go Modules Reference, "Lexical elements" and "Grammar"; words end as they do for
 * `golang.org/x/mod/modfile`. A parenthesis that neither opens nor closes a block is a word.
 */
export function* goModLines(text: string): Generator<GoModLine> {
  let block: string | undefined;
  for (const [index, raw] of text.split("\n").entries()) {
    const { words, comment } = readLine(raw);
    const [first, ...rest] = words;
    if (first === undefined) continue;
    const [opening, closing] = rest;
    if (first === ")" && block !== undefined && rest.length === 0) block = undefined;
    else if (block !== undefined) yield { verb: block, words, comment, line: index + 1 };
    else if (opening === "(" && rest.length === 1) block = first;
    else if (opening !== "(" || closing !== ")" || rest.length > 2)
      yield { verb: first, words: rest, comment, line: index + 1 };
  }
}

const punctuation: ReadonlySet<string> = new Set("()[]{},");

/** Words with space or punctuation between them; those in quotes or back quotes may have both, and `//`, in them. */
function readLine(line: string): Pick<GoModLine, "words" | "comment"> {
  const words: string[] = [];
  for (let at = 0; at < line.length; ) {
    const character = line[at] ?? "";
    if (line.startsWith("//", at)) return { words, comment: line.slice(at + 2).trim() };
    if (/\s/.test(character)) {
      at += 1;
    } else if (punctuation.has(character)) {
      words.push(character);
      at += 1;
    } else if (character === '"' || character === "`") {
      const close = line.indexOf(character, at + 1);
      const end = close < 0 ? line.length : close;
      words.push(line.slice(at + 1, end));
      at = end + 1;
    } else {
      const end = endOfWord(line, at);
      words.push(line.slice(at, end));
      at = end;
    }
  }
  return { words, comment: "" };
}

function endOfWord(line: string, start: number): number {
  let at = start;
  while (at < line.length && !endsWord(line, at)) at += 1;
  return at;
}

function endsWord(line: string, at: number): boolean {
  const character = line[at] ?? "";
  return punctuation.has(character) || /\s/.test(character) || line.startsWith("//", at);
}
