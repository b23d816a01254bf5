import type { SbomModel } from "../sbom-document.ts";
import { createMatchEntry, type MatchEntry } from "./match-entry.ts";
import { type MatchGroup, type MatchPair, pairVersions } from "./pair-versions.ts";
import type { SbomMatch } from "./sbom-difference.ts";

/** Which components of two documents are one. */
export interface ComponentMatching {
  readonly pairs: readonly ComponentPair[];
  readonly removed: readonly MatchEntry[];
  readonly added: readonly MatchEntry[];
}

/** A component that is in both documents. */
export interface ComponentPair {
  readonly before: MatchEntry;
  readonly after: MatchEntry;
  readonly matchedBy: SbomMatch;
}

interface Level {
  readonly matchedBy: SbomMatch;
  keysOf(entry: MatchEntry): readonly string[];
  pair(group: MatchGroup): readonly MatchPair[];
}

/** From the strongest to the weakest: who is matched by one of them is out of the way of the next. */
const levels: readonly Level[] = [
  { matchedBy: "content", keysOf: ({ content }) => [content], pair: pairVersions },
  { matchedBy: "purl", keysOf: ({ purls }) => purls, pair: pairVersions },
  { matchedBy: "purl", keysOf: ({ packages }) => packages, pair: pairVersions },
  { matchedBy: "cpe", keysOf: ({ cpes }) => cpes, pair: pairUnlessPurlsDiffer },
  { matchedBy: "hash", keysOf: ({ hashes }) => hashes, pair: pairOnlyTwo },
  { matchedBy: "name", keysOf: ({ name }) => [name], pair: pairUnlessPurlsDiffer },
];

/**
 * Matches the components of two documents: the subject of the one with the subject of the other where each has one, and
 * the rest by what they say of themselves. Every step is a join by hash, so that the time grows with the documents.
 */
export function matchComponents(before: SbomModel, after: SbomModel): ComponentMatching {
  const left = new Set(before.components.map(createMatchEntry));
  const right = new Set(after.components.map(createMatchEntry));
  const pairs: ComponentPair[] = [];
  const take = ([one, other]: MatchPair, matchedBy: SbomMatch): void => {
    left.delete(one);
    right.delete(other);
    pairs.push({ before: one, after: other, matchedBy });
  };
  const [subject, otherSubject] = [soleSubject(before, left), soleSubject(after, right)];
  if (subject !== undefined && otherSubject !== undefined) take([subject, otherSubject], "subject");
  for (const { matchedBy, keysOf, pair } of levels) {
    const groups = new Map<string, MatchGroup>();
    for (const entry of left) {
      for (const key of keysOf(entry)) groupOf(groups, key).before.push(entry);
    }
    for (const entry of right) {
      for (const key of keysOf(entry)) groups.get(key)?.after.push(entry);
    }
    const shared = [...groups].filter(([, group]) => group.after.length > 0);
    // A component that has several keys is paired by the least of them, whatever the order of the documents.
    for (const [, group] of shared.sort(([a], [b]) => (a < b ? -1 : 1))) {
      const open = {
        before: group.before.filter((entry) => left.has(entry)),
        after: group.after.filter((entry) => right.has(entry)),
      };
      for (const found of pair(open)) take(found, matchedBy);
    }
  }
  return { pairs, removed: [...left], added: [...right] };
}

function groupOf(groups: Map<string, MatchGroup>, key: string): MatchGroup {
  const known = groups.get(key);
  if (known !== undefined) return known;
  const group = { before: [], after: [] };
  groups.set(key, group);
  return group;
}

function soleSubject(
  { subjects }: SbomModel,
  entries: ReadonlySet<MatchEntry>,
): MatchEntry | undefined {
  if (subjects.length !== 1) return undefined;
  for (const entry of entries) if (entry.component.ref === subjects[0]) return entry;
  return undefined;
}

/** A hash that several components have tells none of them from the others. */
function pairOnlyTwo(group: MatchGroup): readonly MatchPair[] {
  return group.before.length === 1 && group.after.length === 1 ? pairVersions(group) : [];
}

/** Who has a purl has been matched by it, or is another package: only who has none is known by something weaker. */
function pairUnlessPurlsDiffer({ before, after }: MatchGroup): readonly MatchPair[] {
  const bare: MatchGroup = { before: before.filter(isBare), after: after.filter(isBare) };
  const pairs = pairVersions(bare);
  const paired = new Set(pairs.flat());
  const isOpen = (entry: MatchEntry): boolean => !paired.has(entry);
  const isNamed = (entry: MatchEntry): boolean => !isBare(entry);
  return [
    ...pairs,
    ...pairVersions({ before: bare.before.filter(isOpen), after: after.filter(isNamed) }),
    ...pairVersions({ before: before.filter(isNamed), after: bare.after.filter(isOpen) }),
  ];
}

function isBare({ purls }: MatchEntry): boolean {
  return purls.length === 0;
}
