/** One word of a dependency or provision of apk. */
export interface ApkDependency {
  /** A package, or what one provides: `so:libz.so.1`, `cmd:sh`, `pc:zlib`, `/bin/sh`. */
  readonly name: string;
  /** Some of `<`, `=`, `>` and `~`, which asks for a version that begins so; `><` asks for a checksum. */
  readonly operator?: string;
  readonly version?: string;
  /** It must not be there. */
  readonly conflict: boolean;
}

/**
 * Reads a word such as `musl>=1.2`, `so:libz.so.1=1.3.1`, `name@repository` or `!conflict`. See apk-package(5) of
 * apk-tools.
 *
 * @example
 * ```ts
 * import { parseApkDependency } from "@coppice/inventory";
 *
 * parseApkDependency("musl>=1.2"); // => { name: "musl", operator: ">=", version: "1.2", conflict: false }
 * parseApkDependency("!uclibc-utils"); // => { name: "uclibc-utils", conflict: true }
 * ```
 */
export function parseApkDependency(word: string): ApkDependency {
  const conflict = word.startsWith("!");
  const text = conflict ? word.slice(1) : word;
  const start = findFrom(text, 0, (character) => operators.includes(character));
  const end = findFrom(text, start, (character) => !operators.includes(character));
  const [name = ""] = text.slice(0, start).split("@", 1);
  if (start === text.length) return { name, conflict };
  return { name, operator: text.slice(start, end), version: text.slice(end), conflict };
}

const operators = "<=>~";

/** Index of the first character from `start` for which `holds`; the length where there is none. */
function findFrom(text: string, start: number, holds: (character: string) => boolean): number {
  let at = start;
  while (at < text.length && !holds(text.charAt(at))) at++;
  return at;
}
