/** Characters after which a piece is given out. */
const pieceLength = 1 << 16;

/**
 * The JSON text of a document with a line's end, in pieces: with a few million files it is longer than a string can be. It is
 * what `JSON.stringify` gives for plain data.
 */
export function* jsonPieces(document: unknown): Generator<string> {
  let piece = "";
  for (const part of parts(document, 2)) {
    piece += part;
    if (piece.length < pieceLength) continue;
    yield piece;
    piece = "";
  }
  yield `${piece}\n`;
}

/** Text of `value`, of which objects and arrays down to `depth` are taken apart. */
function* parts(value: unknown, depth: number): Generator<string> {
  if (depth === 0 || typeof value !== "object" || value === null) {
    yield JSON.stringify(value) ?? "null";
  } else if (Array.isArray(value)) {
    yield "[";
    for (const [at, element] of value.entries()) {
      if (at > 0) yield ",";
      yield* parts(element, depth - 1);
    }
    yield "]";
  } else {
    yield "{";
    let separator = "";
    for (const [name, member] of Object.entries(value)) {
      if (member === undefined) continue;
      yield `${separator}${JSON.stringify(name)}:`;
      yield* parts(member, depth - 1);
      separator = ",";
    }
    yield "}";
  }
}
