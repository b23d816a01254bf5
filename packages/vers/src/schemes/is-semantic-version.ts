import { digitsEnd, isDigit, isLetter } from "../text/characters.ts";

/** Whether a text from `from` on is a version with so many numbers by Semantic Versioning 2.0.0, sections 2, 9 and 10. */
export function isSemanticVersion(text: string, from = 0, least = 3, most = 3): boolean {
  let index = from;
  let count = 0;
  for (;;) {
    const end = digitsEnd(text, index);
    if (end === index || (end > index + 1 && text.charCodeAt(index) === 0x30)) return false;
    count++;
    index = end;
    if (text.charCodeAt(index) !== 0x2e) break;
    index++;
  }
  if (count < least || count > most) return false;
  if (text.charCodeAt(index) === 0x2d) {
    index = identifiersEnd(text, index + 1, true);
    if (index < 0) return false;
  }
  if (text.charCodeAt(index) === 0x2b) index = identifiersEnd(text, index + 1, false);
  return index === text.length;
}

/** Where identifiers between dots end; -1 where one is empty or is a number with a leading zero that may have none. */
function identifiersEnd(text: string, from: number, strictNumbers: boolean): number {
  let index = from;
  for (;;) {
    const start = index;
    let numeric = true;
    while (index < text.length) {
      const code = text.charCodeAt(index);
      if (!isDigit(code)) {
        if (!isLetter(code) && code !== 0x2d) break;
        numeric = false;
      }
      index++;
    }
    const zeros = strictNumbers && numeric && index > start + 1 && text.charCodeAt(start) === 0x30;
    if (index === start || zeros) return -1;
    if (text.charCodeAt(index) !== 0x2e) return index;
    index++;
  }
}
