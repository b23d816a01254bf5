import { LicenseError } from "./license-error.ts";

/** A piece of an expression: a parenthesis, or a word with all that may stand in one. */
export interface Token {
  readonly text: string;
  /** Where it begins. */
  readonly offset: number;
}

const wordCharacter = /^[A-Za-z0-9.:+-]$/;
const space = /^[ \t\r\n]$/;

/** The pieces of an expression, one after the other; a last one is empty. */
export function* scanExpression(text: string): Generator<Token, undefined> {
  let index = 0;
  while (index < text.length) {
    const character = text.charAt(index);
    const offset = index;
    index++;
    if (space.test(character)) continue;
    if (character === "(" || character === ")") {
      yield { text: character, offset };
      continue;
    }
    if (!wordCharacter.test(character)) {
      throw new LicenseError(
        "EXPRESSION_INVALID",
        `${JSON.stringify(character)} has no place in a licence expression; names of licences are not ids, look them up with findLicense`,
        offset,
      );
    }
    while (wordCharacter.test(text.charAt(index))) index++;
    yield { text: text.slice(offset, index), offset };
  }
  yield { text: "", offset: text.length };
}
