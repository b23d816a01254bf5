import { char } from "../lines/cursor.ts";

/** Whether bytes begin as a document of coverage does: with `{"result": [` and a script with its id, or with none. */
export function startsAsCoverage(head: Uint8Array): boolean {
  let at = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;

  function skipBlanks(): void {
    while ((head[at] ?? char.star) <= char.space) at++;
  }

  /** Moves behind all of the texts that follow each other, with blanks between them. */
  function take(...texts: readonly string[]): boolean {
    const start = at;
    for (const text of texts) {
      skipBlanks();
      for (let index = 0; index < text.length; index++) {
        if (head[at + index] !== text.charCodeAt(index)) {
          at = start;
          return false;
        }
      }
      at += text.length;
    }
    return true;
  }

  if (!take("{", '"result"', ":", "[")) return false;
  if (take("]")) {
    return take("}") || take(",", '"timestamp"') || take(",", '"source-map-cache"');
  }
  if (!take("{", '"scriptId"', ":", '"')) return false;
  while ((head[at] ?? char.quote) !== char.quote) at++;
  return take('"', ",", '"url"', ":", '"');
}
