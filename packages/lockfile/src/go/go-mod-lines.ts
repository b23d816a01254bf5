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

/** The directives of a go.mod. See the Go Modules Reference, "Lexical elements" and "Grammar". */
export function* goModLines(text: string): Generator<GoModLine> {
  let block: string | undefined;
  for (const [index, raw] of text.split("\n").entries()) {
    const slashes = raw.search(/(?:^|[ \t])\/\//);
    const comment = slashes < 0 ? "" : raw.slice(raw.indexOf("//", slashes) + 2).trim();
    const words = readWords(slashes < 0 ? raw : raw.slice(0, slashes));
    const [first, ...rest] = words;
    if (first === undefined) continue;
    if (first === ")") block = undefined;
    else if (block !== undefined) yield { verb: block, words, comment, line: index + 1 };
    else if (rest.at(-1) === "(" && rest.length === 1) block = first;
    else yield { verb: first, words: rest, comment, line: index + 1 };
  }
}

/** Words with space between them; those in quotes or back quotes may have space in them. */
function readWords(line: string): string[] {
  const words: string[] = [];
  for (let at = 0; at < line.length; ) {
    const character = line[at] ?? "";
    if (/\s/.test(character)) {
      at += 1;
      continue;
    }
    const isQuoted = character === '"' || character === "`";
    const close = isQuoted ? line.indexOf(character, at + 1) : line.slice(at).search(/\s/) + at;
    const end = close < at ? line.length : close;
    words.push(isQuoted ? line.slice(at + 1, end) : line.slice(at, end));
    at = end + (isQuoted ? 1 : 0);
  }
  return words;
}
