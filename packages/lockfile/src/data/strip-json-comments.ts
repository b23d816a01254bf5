import { endOfString } from "./parse-json.ts";

/**
 * JSON text of what is JSON but for comments and commas after the last element, as Bun writes it. Everything stays on
 * its line.
 */
export function stripJsonComments(text: string): string {
  const parts: string[] = [];
  let kept = 0;
  const replace = (start: number, end: number, by: string): void => {
    parts.push(text.slice(kept, start), by);
    kept = end;
  };
  /** Which part is a comma that nothing but space and comments came after. */
  let comma = -1;
  for (let at = 0; at < text.length; at += 1) {
    switch (text[at]) {
      case " ":
      case "\t":
      case "\r":
      case "\n":
        break;
      case ",":
        replace(at, at + 1, ",");
        comma = parts.length - 1;
        break;
      case "/": {
        const end = endOfComment(text, at);
        if (end > at) {
          const lines = text.slice(at, end).split("\n").length;
          replace(at, end, "\n".repeat(lines - 1));
          at = end - 1;
        }
        break;
      }
      case "}":
      case "]":
        if (comma >= 0) parts[comma] = "";
        comma = -1;
        break;
      case '"':
        at = endOfString(text, at);
        comma = -1;
        break;
      default:
        comma = -1;
    }
  }
  return [...parts, text.slice(kept)].join("");
}

/** Where the comment ends that begins at `start`; `start` itself when none does. */
function endOfComment(text: string, start: number): number {
  const closing = { "/": "\n", "*": "*/" }[text[start + 1] ?? ""];
  if (closing === undefined) return start;
  const end = text.indexOf(closing, start + 2);
  if (end < 0) return text.length;
  return closing === "\n" ? end : end + closing.length;
}
