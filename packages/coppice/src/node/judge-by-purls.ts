import { CommandError } from "./command-error.ts";
import type { JudgeComponent } from "./judge-component.ts";
import { type PurlTest, readPurlPattern } from "./purl-pattern.ts";

/** Package URLs to keep and to remove. */
export interface PurlChoice {
  /** Only these stay; where there are none, all do. */
  readonly keep: readonly string[];
  /** These go in any case. */
  readonly remove: readonly string[];
}

/** A judge, and which of the package URLs it has not met. */
export interface PurlJudge {
  readonly judge: JudgeComponent;
  readonly unmet: () => readonly string[];
}

/**
 * Keeps and removes components by package URLs, of which one without a version means all versions. A component without
 * a purl is unknown.
 *
 * @throws A {@link CommandError} with code `USAGE` where a text is no package URL.
 */
export async function judgeByPurls({ keep, remove }: PurlChoice): Promise<PurlJudge> {
  const kept = await readPatterns(keep);
  const removed = await readPatterns(remove);
  return {
    judge: ({ purls }) => {
      if (purls.length === 0) return "unknown";
      // Both are asked, so that each notes what it has met.
      const [isRemoved, isKept] = [meets(removed, purls), meets(kept, purls)];
      return !isRemoved && (isKept || kept.length === 0) ? "keep" : "remove";
    },
    unmet: () => [...kept, ...removed].filter(({ met }) => !met).map(({ text }) => text),
  };
}

interface Pattern {
  readonly text: string;
  readonly test: PurlTest;
  met: boolean;
}

async function readPatterns(texts: readonly string[]): Promise<readonly Pattern[]> {
  const patterns: Pattern[] = [];
  for (const text of texts) {
    const test = await readPurlPattern(text);
    if (test === undefined) {
      throw new CommandError(
        "USAGE",
        `${text} is no package URL; write it like pkg:deb/debian/perl`,
      );
    }
    patterns.push({ text, test, met: false });
  }
  return patterns;
}

function meets(patterns: readonly Pattern[], purls: readonly string[]): boolean {
  let any = false;
  for (const pattern of patterns) {
    if (!purls.some(pattern.test)) continue;
    pattern.met = true;
    any = true;
  }
  return any;
}
