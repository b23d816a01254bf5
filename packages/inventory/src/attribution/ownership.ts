import type { OwnedAttribution, PackageId } from "@coppice/types";
import type { Claim } from "../extractor.ts";

/** Which packages say of which paths that they are theirs. */
export interface Ownership {
  add(claims: Iterable<Claim>): void;
  /** In the order of the claims. */
  ownersOf(path: string): readonly PackageId[];
  attribution(path: string): OwnedAttribution | undefined;
}

/** Makes an {@link Ownership} without claims. */
export function createOwnership(): Ownership {
  const owners = new Map<string, PackageId[]>();
  const configuration = new Set<string>();
  const ownersOf = (path: string): readonly PackageId[] => {
    const by = owners.get(path) ?? [];
    return by.length > 1 ? [...new Set(by)] : by;
  };
  return {
    add: (claims) => {
      for (const claim of claims) {
        const others = owners.get(claim.path);
        if (others) others.push(claim.package);
        else owners.set(claim.path, [claim.package]);
        if (claim.configuration) configuration.add(claim.path);
      }
    },
    ownersOf,
    attribution: (path) => {
      if (!owners.has(path)) return undefined;
      const owned: OwnedAttribution = { kind: "owned", by: ownersOf(path) };
      return configuration.has(path) ? { ...owned, configuration: true } : owned;
    },
  };
}
