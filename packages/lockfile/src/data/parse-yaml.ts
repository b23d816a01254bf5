import { Composer, type CST, Parser } from "yaml";
import { LockfileError } from "../lockfile-error.ts";
import type { LockfileInput } from "../lockfile-reader.ts";
import { parseBlockYaml, type YamlDocument } from "./parse-block-yaml.ts";

/** Characters of other YAML that are read: the library takes up to ten microseconds for each. */
const maximumLength = 256 * 1024;

/** Levels of other YAML that are read: the library recurses, and V8 does not survive a regular expression at its end. */
const maximumDepth = 100;

/**
 * The value of a YAML document, every scalar as text, so that the version 1.10 stays itself. What package managers write is
 * read by {@link parseBlockYaml}; other YAML, such as a file that somebody edited, by a library, and without lines.
 *
 * @throws A {@link LockfileError} with code `SYNTAX_INVALID`, `LOCKFILE_TOO_LARGE` or `LOCKFILE_TOO_DEEP`.
 */
export function parseYaml(input: Pick<LockfileInput, "text" | "limits">): YamlDocument {
  const known = parseBlockYaml(input);
  if (known) return known;
  const { text, limits } = input;
  if (text.length > maximumLength) {
    throw new LockfileError(
      "LOCKFILE_TOO_LARGE",
      `the YAML is not as package managers write it, and such YAML is read up to ${maximumLength} characters; make the lockfile again`,
    );
  }
  const value = parseAnyYaml(text, Math.min(limits.depth, maximumDepth));
  return { value, lineOf: () => undefined };
}

function parseAnyYaml(text: string, depth: number): unknown {
  try {
    const tokens = [...new Parser().parse(text)];
    requireDepth(tokens, depth);
    // Whether keys are unique is not asked: the library compares each with each, and the last one counts.
    const composer = new Composer({ schema: "failsafe", uniqueKeys: false });
    const [document, more] = composer.compose(tokens);
    const [error] = document?.errors ?? [];
    if (error) throw error;
    if (more) throw new Error("there are several documents in it");
    return document?.toJS({ maxAliasCount: 100 });
  } catch (cause) {
    if (cause instanceof LockfileError) throw cause;
    const [reason = ""] = cause instanceof Error ? cause.message.split("\n") : [];
    throw new LockfileError(
      "SYNTAX_INVALID",
      `the lockfile is no YAML (${reason.slice(0, 200)}); make it again, or resolve the merge conflict in it`,
      { cause },
    );
  }
}

function requireDepth(tokens: readonly CST.Token[], maximum: number): void {
  const open = tokens.map((token) => ({ token, depth: 1 }));
  for (let next = open.pop(); next; next = open.pop()) {
    const { token, depth } = next;
    if (depth > maximum) {
      throw new LockfileError(
        "LOCKFILE_TOO_DEEP",
        `the YAML has more than ${maximum} collections inside one another; make the lockfile again`,
      );
    }
    if ("value" in token && token.value) open.push({ token: token.value, depth });
    for (const { key, value } of "items" in token ? token.items : []) {
      if (key) open.push({ token: key, depth: depth + 1 });
      if (value) open.push({ token: value, depth: depth + 1 });
    }
  }
}
