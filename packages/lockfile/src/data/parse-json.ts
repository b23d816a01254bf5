import { LockfileError } from "../lockfile-error.ts";
import type { LockfileInput } from "../lockfile-reader.ts";

/**
 * Hears of each object and array inside another one, with the names that lead to it and its line. The name of an element of
 * an array is empty, and so is one that is very long. `path` changes after the call.
 */
export type OnJsonMember = (path: readonly string[], line: number) => void;

/**
 * The value of JSON text. `onMember` hears where the objects and arrays in it stand, which `JSON.parse` does not tell.
 *
 * @throws A {@link LockfileError} with code `SYNTAX_INVALID` or `LOCKFILE_TOO_DEEP`.
 */
export function parseJson(
  { text, limits }: Pick<LockfileInput, "text" | "limits">,
  onMember: OnJsonMember,
): unknown {
  walkJson(text, limits.depth, onMember);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new LockfileError(
      "SYNTAX_INVALID",
      "the lockfile is no JSON; make it again, or resolve the merge conflict in it",
      { cause },
    );
  }
}

/** Walks over the brackets and the keys of JSON text; what is wrong with the rest of it is left to `JSON.parse`. */
function walkJson(text: string, maximumDepth: number, onMember: OnJsonMember): void {
  const names: string[] = [];
  let line = 1;
  let depth = 0;
  /** Where the last string begins, when nothing but space and a colon came after it. */
  let start = -1;
  let end = -1;
  for (let at = 0; at < text.length; at += 1) {
    switch (text.charCodeAt(at)) {
      case 0x0a: // \n
        line += 1;
        break;
      case 0x22: // "
        start = at;
        end = endOfString(text, at);
        at = end;
        break;
      case 0x2c: // ,
        start = -1;
        break;
      case 0x7b: // {
      case 0x5b: // [
        if (depth >= maximumDepth) throw tooDeep(maximumDepth, line);
        names.length = Math.max(depth - 1, 0);
        if (depth > 0) {
          names.push(start < 0 ? "" : nameOf(text, start, end));
          onMember(names, line);
        }
        depth += 1;
        start = -1;
        break;
      case 0x7d: // }
      case 0x5d: // ]
        depth = Math.max(depth - 1, 0);
        start = -1;
        break;
    }
  }
}

/** Where the string ends that begins at `start`: its closing quote, or the end of the text. */
export function endOfString(text: string, start: number): number {
  for (let quote = text.indexOf('"', start + 1); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let slashes = 0;
    while (text.charCodeAt(quote - 1 - slashes) === 0x5c) slashes += 1;
    if (slashes % 2 === 0) return quote;
  }
  return text.length;
}

/** Characters of a name: listeners may join those of a path. Longer ones are empty. */
const maximumName = 4096;

function nameOf(text: string, start: number, end: number): string {
  if (end - start > maximumName) return "";
  const raw = text.slice(start + 1, end);
  if (!raw.includes("\\")) return raw;
  try {
    return String(JSON.parse(`"${raw}"`));
  } catch {
    return raw;
  }
}

function tooDeep(depth: number, line: number): LockfileError {
  return new LockfileError(
    "LOCKFILE_TOO_DEEP",
    `line ${line} has more than ${depth} values inside one another; raise limits.depth to read it`,
  );
}
