import { endOfString } from "../data/parse-json.ts";
import { LockfileError } from "../lockfile-error.ts";
import type { LockfileInput } from "../lockfile-reader.ts";

/** An entry of a yarn.lock of Yarn 1. */
export interface YarnEntry {
  /** The requirements that it satisfies: `name@range`. */
  readonly patterns: readonly string[];
  /** Members with a value. */
  readonly fields: ReadonlyMap<string, string>;
  /** Members that have members: `dependencies`, `optionalDependencies`. */
  readonly groups: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly line: number;
}

/**
 * The entries of a yarn.lock of Yarn 1: lines of `key value`, with two spaces for each level.
 *
 * @throws A {@link LockfileError} with code `SYNTAX_INVALID`.
 */
export function parseYarnText({ text }: Pick<LockfileInput, "text">): readonly YarnEntry[] {
  const entries: YarnEntry[] = [];
  let fields = new Map<string, string>();
  let groups = new Map<string, Map<string, string>>();
  let group: Map<string, string> | undefined;
  for (const [index, raw] of text.split("\n").entries()) {
    const content = raw.trim();
    if (content === "" || content.startsWith("#")) continue;
    const indent = raw.length - raw.trimStart().length;
    const [key = "", ...rest] = readWords(content, index + 1);
    if (indent === 0) {
      const patterns = [key, ...rest];
      if (!content.endsWith(":")) throw invalid(index + 1);
      fields = new Map();
      groups = new Map();
      group = undefined;
      entries.push({ patterns, fields, groups, line: index + 1 });
    } else if (entries.length === 0 || rest.length > 1) {
      throw invalid(index + 1);
    } else if (rest[0] === undefined) {
      group = new Map();
      groups.set(key, group);
    } else if (indent > 2 && group) {
      group.set(key, rest[0]);
    } else {
      fields.set(key, rest[0]);
    }
  }
  return entries;
}

/** The words of a line, quoted or not; commas, spaces and the colon at its end stand between them. */
function readWords(line: string, number: number): string[] {
  const words: string[] = [];
  for (let at = 0; at < line.length; ) {
    const character = line[at] ?? "";
    if (" ,:".includes(character)) {
      at += 1;
    } else if (character === '"') {
      const end = endOfString(line, at);
      words.push(unquote(line.slice(at, end + 1), number));
      at = end + 1;
    } else {
      let end = at;
      while (end < line.length && !endsWord(line, end)) end += 1;
      words.push(line.slice(at, end));
      at = end;
    }
  }
  return words;
}

function endsWord(line: string, at: number): boolean {
  return line[at] === " " || line[at] === "," || (line[at] === ":" && at === line.length - 1);
}

function unquote(word: string, line: number): string {
  try {
    return String(JSON.parse(word));
  } catch {
    throw invalid(line);
  }
}

function invalid(line: number): LockfileError {
  return new LockfileError(
    "SYNTAX_INVALID",
    `line ${line} is no line of a yarn.lock; run yarn install, or resolve the merge conflict in it`,
  );
}
