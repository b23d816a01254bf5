import { utf8Length } from "../lines/utf8-length.ts";
import type { ReadLogOptions } from "../read-log-options.ts";

/** Bytes that execsnoop shows of an argument at most: `ARGSIZE` less a zero, which it leaves out in old versions. */
const longestArgument = 127;

/** What was executed, by the arguments that execsnoop shows. */
export interface FirstArgument {
  readonly text: string;
  readonly truncated: boolean;
}

/**
 * The first of the arguments that a line joins with spaces, or quotes (`-q`). A name may have spaces in it: of its
 * possible ends the first is taken at which the subject has a file, else the first.
 */
export function firstArgument(text: string, files: ReadLogOptions["files"]): FirstArgument {
  if (text.startsWith('"')) return cut(unquote(text));
  const first = text.indexOf(" ");
  if (files && text.startsWith("/")) {
    for (let end = first; end >= 0 && end <= longestArgument; end = nextEnd(text, end)) {
      const name = text.slice(0, end);
      const resolution = files.resolve(name);
      if (resolution.found && resolution.entry.type !== "directory") return cut(name);
    }
  }
  return cut(first < 0 ? text : text.slice(0, first));
}

/** The next place where the first argument may end; -1 when there is none. */
function nextEnd(text: string, end: number): number {
  if (end === text.length) return -1;
  const space = text.indexOf(" ", end + 1);
  return space < 0 ? text.length : space;
}

function cut(text: string): FirstArgument {
  return { text, truncated: utf8Length(text) >= longestArgument };
}

function unquote(text: string): string {
  let argument = "";
  for (let at = 1; at < text.length; at++) {
    const letter = text[at];
    if (letter === '"') break;
    if (letter === "\\" && text[at + 1] === '"') at++;
    argument += text[at];
  }
  return argument;
}
