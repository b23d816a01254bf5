import { objectOf, textOf, textsOf } from "./json/members.ts";
import { parsedJson } from "./json/parsed-json.ts";
import type { SbomParty } from "./sbom-component.ts";

const kinds = ["person", "organization", "tool"] as const;

/** A party as text, for formats that cannot say all of it. */
export function carryParty({ kind, name, version, emails, urls }: SbomParty): string {
  return JSON.stringify({ kind, name, version, emails, urls });
}

/**
 * The parties that a format states, with those that were carried beside them in place of those of the same name; those
 * that it does not state follow.
 */
export function restoreParties(
  stated: readonly SbomParty[],
  carried: readonly string[],
): readonly SbomParty[] {
  if (carried.length === 0) return stated;
  const pending = new Map<string | undefined, SbomParty[]>();
  for (const party of carried.map(partyOf).reverse()) {
    const sameName = pending.get(party.name) ?? [];
    sameName.push(party);
    pending.set(party.name, sameName);
  }
  const replaced = stated.map((party) => pending.get(party.name)?.pop() ?? party);
  return [...replaced, ...[...pending.values()].flatMap((left) => left.reverse())];
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
