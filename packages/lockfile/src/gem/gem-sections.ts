import { LockfileError } from "../lockfile-error.ts";
import type { LockfileInput } from "../lockfile-reader.ts";

/** A part of a Gemfile.lock under its title. */
export interface GemSection {
  /** `GEM`, `GIT`, `PATH`, `DEPENDENCIES`, … */
  readonly title: string;
  /** `remote:`, `revision:`, … in order; some stand several times. */
  readonly fields: readonly (readonly [name: string, value: string])[];
  /** The other lines, without those that only begin a list. */
  readonly lines: readonly GemLine[];
}

/** A line of a section. */
interface GemLine {
  readonly text: string;
  readonly indent: number;
  /** From 1. */
  readonly line: number;
}

/**
 * The sections of a Gemfile.lock.
 *
 * @throws A {@link LockfileError} with code `SYNTAX_INVALID` where Git left a conflict, or no section has begun.
 */
export function gemSections({ text }: Pick<LockfileInput, "text">): readonly GemSection[] {
  const sections: { title: string; fields: [string, string][]; lines: GemLine[] }[] = [];
  for (const [index, raw] of text.split("\n").entries()) {
    const content = raw.trim();
    const indent = raw.length - raw.trimStart().length;
    const section = sections.at(-1);
    if (content === "") continue;
    if (indent === 0 && /^[A-Z][A-Z ]*$/.test(content)) {
      sections.push({ title: content, fields: [], lines: [] });
      continue;
    }
    if (indent === 0 || section === undefined) {
      throw new LockfileError(
        "SYNTAX_INVALID",
        `line ${index + 1} is no line of a Gemfile.lock; run bundle lock, or resolve the merge conflict in it`,
      );
    }
    const colon = content.indexOf(": ");
    if (indent === 2 && colon > 0)
      section.fields.push([content.slice(0, colon), content.slice(colon + 2)]);
    else if (content !== "specs:") section.lines.push({ text: content, indent, line: index + 1 });
  }
  return sections;
}

/** A gem in its parts. */
export interface GemName {
  readonly name: string;
  /** What stands in parentheses, up to the platform; empty where nothing does. */
  readonly version: string;
  readonly platform: string | undefined;
  /** What follows. */
  readonly rest: string;
}

/** Reads `name`, `name (1.0.0)` or `name (1.0.0-x86_64-linux) …`. */
export function parseGem(text: string): GemName {
  const open = text.indexOf(" (");
  const close = text.indexOf(")", open);
  if (open < 0 || close < 0) return { name: text, version: "", platform: undefined, rest: "" };
  const inside = text.slice(open + 2, close);
  const dash = inside.indexOf("-");
  return {
    name: text.slice(0, open),
    version: dash < 0 ? inside : inside.slice(0, dash),
    platform: dash < 0 ? undefined : inside.slice(dash + 1),
    rest: text.slice(close + 1).trim(),
  };
}
