/** A place in a text. */
export interface TextPlace {
  /** From 1; a line ends with a line feed. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
  /** From 0, in UTF-16 units. */
  readonly offset: number;
}

/** Turns offsets of a text into lines and columns, in one pass over the text. Ask with growing offsets. */
export function createLineCounter(text: string): (offset: number) => TextPlace {
  let line = 1;
  let lineStart = 0;
  let next = text.indexOf("\n");
  return (offset) => {
    while (next >= 0 && next < offset) {
      line += 1;
      lineStart = next + 1;
      next = text.indexOf("\n", lineStart);
    }
    return { line, column: offset - lineStart + 1, offset };
  };
}
