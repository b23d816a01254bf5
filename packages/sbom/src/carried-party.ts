import { objectOf, textOf, textsOf } from "./json/members.ts";
import { parsedJson } from "./json/parsed-json.ts";
import type { SbomParty } from "./sbom-component.ts";

const kinds = ["person", "organization", "tool"] as const;

/** A party as text, for formats that cannot say all of it. */
export function carryParty({ kind, name, version, emails, urls }: SbomParty): string {
  return JSON.stringify({ kind, name, version, emails, urls });
}

/**
 * The parties that a format states, with those that were carried beside them in place of those of the same name, or the same
 * name and version where a format has one text for both; those that it does not state follow.
 */
export function restoreParties(
  stated: readonly SbomParty[],
  carried: readonly string[],
): readonly SbomParty[] {
  if (carried.length === 0) return stated;
  const parties = carried.map(partyOf);
  const left = new Set(parties);
  const take = (queue: SbomParty[] | undefined): SbomParty | undefined => {
    let party = queue?.pop();
    while (party !== undefined && !left.delete(party)) party = queue?.pop();
    return party;
  };
  const byWords = queuesBy(parties, wordsOf);
  const byName = queuesBy(parties, ({ name }) => name);
  const same = stated.map((party) => take(byWords.get(wordsOf(party))));
  const replaced = stated.map(
    (party, index) => same[index] ?? take(byName.get(party.name)) ?? party,
  );
  return [...replaced, ...left];
}

/** Parties by a key, the first of each last. */
function queuesBy(
  parties: readonly SbomParty[],
  keyOf: (party: SbomParty) => string | undefined,
): ReadonlyMap<string | undefined, SbomParty[]> {
  const queues = new Map<string | undefined, SbomParty[]>();
  for (const party of [...parties].reverse()) {
    const queue = queues.get(keyOf(party)) ?? [];
    queue.push(party);
    queues.set(keyOf(party), queue);
  }
  return queues;
}

/** Name and version as SPDX writes them. */
function wordsOf({ name, version }: SbomParty): string | undefined {
  return version === undefined ? name : `${name ?? ""}-${version}`;
}

/** The parties of which `written`, as it is read again, does not say all. */
export function partiesToCarry(
  parties: readonly SbomParty[],
  written: (party: SbomParty) => SbomParty | undefined,
): readonly SbomParty[] {
  return parties.filter((party) => {
    const read = written(party);
    return read === undefined || carryParty(read) !== carryParty(party);
  });
}

function partyOf(text: string): SbomParty {
  const party = objectOf(parsedJson(text));
  return {
    kind: kinds.find((kind) => kind === party["kind"]),
    name: textOf(party["name"]),
    version: textOf(party["version"]),
    emails: textsOf(party["emails"]),
    urls: textsOf(party["urls"]),
  };
}
