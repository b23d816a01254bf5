import type { RpmRelation } from "./rpm-relations-of.ts";

/** A relation, or a condition over several. `if` and `unless` can have an `else` as their third part. */
export type RichRelation =
  | { readonly kind: "relation"; readonly relation: RpmRelation }
  | { readonly kind: RichOperator; readonly parts: readonly RichRelation[] };

/** What joins the parts of a {@link RichRelation}. */
type RichOperator = "and" | "or" | "with" | "without" | "if" | "unless";

/** Deeper ones are written by nobody. */
const maximumDepth = 16;

const operators: ReadonlyMap<string, RichOperator> = new Map(
  (["and", "or", "with", "without", "if", "unless"] as const).map((name) => [name, name]),
);
const senses: ReadonlyMap<string, number> = new Map([
  ["<", 2],
  [">", 4],
  ["=", 8],
  ["<=", 10],
  [">=", 12],
]);

/**
 * A condition such as `(glibc-gconv-extra if (gcc or clang))`; `undefined` where it cannot be read. rpm's manual defines it
 * ("Boolean Dependencies").
 */
export function parseRichRelation(text: string): RichRelation | undefined {
  const words = split(text);
  let at = 0;

  const operand = (depth: number): RichRelation | undefined => {
    if (depth > maximumDepth) return undefined;
    const name = words[at++];
    if (name === "(") return condition(depth + 1);
    if (name === undefined || name === ")") return undefined;
    const flags = senses.get(words[at] ?? "");
    if (flags === undefined) return { kind: "relation", relation: { name, flags: 0 } };
    const version = words[at + 1] ?? "";
    at += 2;
    return { kind: "relation", relation: { name, flags, version } };
  };

  const condition = (depth: number): RichRelation | undefined => {
    const first = operand(depth);
    if (first === undefined) return undefined;
    const parts = [first];
    const operator = operators.get(words[at] ?? "");
    while (words[at] !== ")") {
      // Different operators need parentheses; `else` goes with `if` and `unless`.
      const isElse = words[at] === "else" && (operator === "if" || operator === "unless");
      if (!isElse && (operator === undefined || words[at] !== operator)) return undefined;
      at++;
      const next = operand(depth);
      if (next === undefined) return undefined;
      parts.push(next);
    }
    at++;
    return operator === undefined ? first : { kind: operator, parts };
  };

  if (words[at++] !== "(") return undefined;
  const relation = condition(0);
  return at === words.length ? relation : undefined;
}

/** Words, and parentheses that are no part of a name such as `libc.so.6()(64bit)`. */
function split(text: string): readonly string[] {
  const words: string[] = [];
  let word = "";
  let open = 0;
  const end = () => {
    if (word !== "") words.push(word);
    word = "";
    open = 0;
  };
  for (const character of text) {
    const isOfName = (character === "(" && word !== "") || (character === ")" && open > 0);
    if (character === " ") {
      end();
    } else if (isOfName || (character !== "(" && character !== ")")) {
      word += character;
      if (isOfName) open += character === "(" ? 1 : -1;
    } else {
      end();
      words.push(character);
    }
  }
  end();
  return words;
}
