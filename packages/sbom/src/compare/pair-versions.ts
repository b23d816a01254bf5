import { compareVersions } from "@coppice/vers";
import type { MatchEntry } from "./match-entry.ts";
import { sharedScheme } from "./version-direction.ts";

/** Two entries that are one component. */
export type MatchPair = readonly [before: MatchEntry, after: MatchEntry];

/** Entries of both documents that have something in common. */
export interface MatchGroup {
  readonly before: MatchEntry[];
  readonly after: MatchEntry[];
}

/**
 * Pairs entries of one package: those of the same version first, then each with the nearest version of the other side that
 * is left. Every entry of the smaller side gets a partner. Neither the order of the lists nor which is `before` matters.
 */
export function pairVersions({ before, after }: MatchGroup): readonly MatchPair[] {
  if (before.length === 0 || after.length === 0) return [];
  const pairs: MatchPair[] = [];
  const left: MatchGroup = { before: [], after: [] };
  const byVersion = new Map<string, MatchGroup>();
  const bucketOf = (version: string): MatchGroup => {
    const bucket = byVersion.get(version) ?? { before: [], after: [] };
    byVersion.set(version, bucket);
    return bucket;
  };
  for (const entry of before) bucketOf(entry.version).before.push(entry);
  for (const entry of after) bucketOf(entry.version).after.push(entry);
  for (const bucket of byVersion.values()) {
    bucket.before.sort(compareEntries);
    bucket.after.sort(compareEntries);
    const shared = Math.min(bucket.before.length, bucket.after.length);
    for (let at = 0; at < shared; at += 1) pairAt(pairs, bucket.before[at], bucket.after[at]);
    for (const entry of bucket.before.slice(shared)) left.before.push(entry);
    for (const entry of bucket.after.slice(shared)) left.after.push(entry);
  }
  pairNearest(pairs, left);
  return pairs;
}

/** Along the order of versions, whoever is not paired yet waits for the next one of the other side. */
function pairNearest(pairs: MatchPair[], { before, after }: MatchGroup): void {
  if (before.length === 0 || after.length === 0) return;
  const scheme = sharedScheme([...before, ...after]);
  const sorted = [
    ...before.map((entry) => ({ entry, isBefore: true })),
    ...after.map((entry) => ({ entry, isBefore: false })),
  ].sort(
    (a, b) =>
      compareVersions(scheme, a.entry.version, b.entry.version) || compareEntries(a.entry, b.entry),
  );
  const waiting: typeof sorted = [];
  for (const next of sorted) {
    const last = waiting.at(-1);
    if (last === undefined || last.isBefore === next.isBefore) waiting.push(next);
    else {
      waiting.pop();
      pairAt(
        pairs,
        last.isBefore ? last.entry : next.entry,
        last.isBefore ? next.entry : last.entry,
      );
    }
  }
}

function pairAt(
  pairs: MatchPair[],
  before: MatchEntry | undefined,
  after: MatchEntry | undefined,
): void {
  if (before !== undefined && after !== undefined) pairs.push([before, after]);
}

/** An order that depends on nothing but the two entries. */
function compareEntries(a: MatchEntry, b: MatchEntry): number {
  return compareTexts(a.content, b.content) || compareTexts(a.component.ref, b.component.ref);
}

/** Orders texts by their code units. */
export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
