import type { OwnedAttribution, PackageId } from "@coppice/types";
import type { Claim } from "../extractor.ts";

/** Which packages say of which paths that they are theirs. */
export interface Ownership {
  add(claims: Iterable<Claim>): void;
  /** In the order of the claims. */
  ownersOf(path: string): readonly PackageId[];
  attribution(path: string): OwnedAttribution | undefined;
  /** The paths of which packages recorded digests, with what they recorded, in the order of the claims. */
  recorded(): Iterable<readonly [path: string, claims: readonly Claim[]]>;
}

/** Makes an {@link Ownership} without claims. */
export function createOwnership(): Ownership {
  const owners = new Map<string, PackageId[]>();
  const configuration = new Set<string>();
  const recorded = new Map<string, Claim[]>();
  const ownersOf = (path: string): readonly PackageId[] => {
    const by = owners.get(path) ?? [];
    return by.length > 1 ? [...new Set(by)] : by;
  };
  return {
    add: (claims) => {
      for (const claim of claims) {
        append(owners, claim.path, claim.package);
        if (claim.configuration) configuration.add(claim.path);
        if (claim.digest !== undefined) append(recorded, claim.path, claim);
      }
    },
    ownersOf,
    attribution: (path) => {
      if (!owners.has(path)) return undefined;
      const owned: OwnedAttribution = { kind: "owned", by: ownersOf(path) };
      return configuration.has(path) ? { ...owned, configuration: true } : owned;
    },
    recorded: () => recorded,
  };
}

function append<Value>(lists: Map<string, Value[]>, key: string, value: Value): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
