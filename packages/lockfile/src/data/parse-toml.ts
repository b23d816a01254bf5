import { parse, TomlError } from "smol-toml";
import { LockfileError } from "../lockfile-error.ts";
import type { LockfileInput } from "../lockfile-reader.ts";

/** A TOML document. */
export interface TomlDocument {
  readonly value: unknown;
  /** Lines of the headers `[[name]]`, one for each element of that array, from 1; none where they cannot be told apart. */
  linesOf(name: string, count: number): readonly number[];
}

/**
 * The value of TOML text.
 *
 * @throws A {@link LockfileError} with code `SYNTAX_INVALID`.
 */
export function parseToml({ text, limits }: Pick<LockfileInput, "text" | "limits">): TomlDocument {
  try {
    const value: unknown = parse(text, { maxDepth: limits.depth, integersAsBigInt: "asNeeded" });
    return { value, linesOf: (name, count) => headerLines(text, `[[${name}]]`, count) };
  } catch (cause) {
    const where = cause instanceof TomlError ? ` at line ${cause.line}` : "";
    throw new LockfileError(
      "SYNTAX_INVALID",
      `the lockfile is no TOML${where}; make it again, or resolve the merge conflict in it`,
      { cause },
    );
  }
}

function headerLines(text: string, header: string, count: number): readonly number[] {
  const lines: number[] = [];
  let line = 1;
  for (let start = 0; start >= 0 && start < text.length; line += 1) {
    if (text.startsWith(header, start)) lines.push(line);
    const end = text.indexOf("\n", start);
    start = end < 0 ? -1 : end + 1;
  }
  // Text of several lines may hold such a line too.
  return lines.length === count ? lines : [];
}
