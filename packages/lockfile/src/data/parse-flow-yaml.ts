import { beyond, endOfQuoted, mayBePlain, readQuoted, setMember, trimEnd } from "./yaml-scalar.ts";

/** Where the reader stands in a line. */
interface Cursor {
  readonly text: string;
  at: number;
}

/**
 * The flow collection that `text` is, as long as it ends on the same line. See YAML 1.2.2, 7.4. Throws what
 * `tooDeep` makes when more than `levels` collections are inside one another.
 */
export function parseFlowYaml(text: string, levels: number, tooDeep: () => Error): unknown {
  const cursor = { text, at: 0 };
  const read = (left: number): unknown => {
    const open = text[cursor.at];
    if (open !== "{" && open !== "[") return readScalar(cursor);
    if (left <= 0) throw tooDeep();
    cursor.at += 1;
    return open === "{" ? readMapping(left - 1) : readSequence(left - 1);
  };
  const readMapping = (left: number): unknown => {
    const members: Record<string, unknown> = {};
    for (let first = true; hasElement(cursor, "}", first); first = false) {
      const name = readScalar(cursor);
      if (text[cursor.at] !== ":" || text[cursor.at + 1] !== " ") throw beyond;
      cursor.at += 1;
      skipSpace(cursor);
      setMember(members, name, read(left));
    }
    return members;
  };
  const readSequence = (left: number): unknown => {
    const elements: unknown[] = [];
    for (let first = true; hasElement(cursor, "]", first); first = false) elements.push(read(left));
    return elements;
  };
  const value = read(levels);
  if (trimEnd(text.slice(cursor.at)) !== "") throw beyond;
  return value;
}

/** Whether another element comes, after the comma before it; steps over the bracket when none does. */
function hasElement(cursor: Cursor, bracket: string, first: boolean): boolean {
  skipSpace(cursor);
  if (!first && cursor.text[cursor.at] !== bracket) {
    if (cursor.text[cursor.at] !== ",") throw beyond;
    cursor.at += 1;
    skipSpace(cursor);
  }
  if (cursor.text[cursor.at] !== bracket) return true;
  cursor.at += 1;
  return false;
}

function readScalar(cursor: Cursor): string {
  const { text, at } = cursor;
  if (text[at] === '"' || text[at] === "'") {
    const end = endOfQuoted(text, at);
    cursor.at = end + 1;
    return readQuoted(text, at, end);
  }
  while (cursor.at < text.length && !endsPlain(text, cursor.at)) cursor.at += 1;
  const scalar = trimEnd(text.slice(at, cursor.at));
  if (!mayBePlain(scalar) || scalar.includes(" #") || scalar.includes("\t")) throw beyond;
  return scalar;
}

function endsPlain(text: string, at: number): boolean {
  const character = text[at] ?? "";
  return (
    ",[]{}".includes(character) || (character === ":" && " ,[]{}".includes(text[at + 1] ?? " "))
  );
}

function skipSpace(cursor: Cursor): void {
  while (cursor.text[cursor.at] === " ") cursor.at += 1;
}
