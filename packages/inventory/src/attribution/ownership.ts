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
  /** Most paths have one owner, and all of its paths share one attribution, so that little is kept for each. */
  const owners = new Map<string, OwnedAttribution | Set<PackageId>>();
  const alone = new Map<PackageId, OwnedAttribution>();
  const configuration = new Set<string>();
  const recorded = new Map<string, Claim[]>();
  const own = (path: string, id: PackageId): void => {
    const others = owners.get(path);
    if (others instanceof Set) {
      others.add(id);
    } else if (others) {
      if (!others.by.includes(id)) owners.set(path, new Set([...others.by, id]));
    } else {
      const owned: OwnedAttribution = alone.get(id) ?? { kind: "owned", by: [id] };
      alone.set(id, owned);
      owners.set(path, owned);
    }
  };
  const attribution = (path: string): OwnedAttribution | undefined => {
    const found = owners.get(path);
    const owned: OwnedAttribution | undefined =
      found instanceof Set ? { kind: "owned", by: [...found] } : found;
    return owned && configuration.has(path) ? { ...owned, configuration: true } : owned;
  };
  return {
    add: (claims) => {
      for (const claim of claims) {
        own(claim.path, claim.package);
        if (claim.configuration) configuration.add(claim.path);
        if (claim.digest === undefined) continue;
        const records = recorded.get(claim.path);
        if (records) records.push(claim);
        else recorded.set(claim.path, [claim]);
      }
    },
    ownersOf: (path) => attribution(path)?.by ?? [],
    attribution,
    recorded: () => recorded,
  };
}
