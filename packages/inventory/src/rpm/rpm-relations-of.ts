import type { RpmHeader } from "./parse-rpm-header.ts";
import { rpmTags } from "./rpm-tags.ts";

/** What a package needs, or gives. */
export interface RpmRelation {
  /** A package, a path, a library such as `libc.so.6()(64bit)`, or a condition in parentheses. */
  readonly name: string;
  /** Bits of `rpmsenseFlags`: 2 less, 4 greater, 8 equal; the others say when it is needed and who found it. */
  readonly flags: number;
  /** Epoch, version and release as they are written; absent where any does. */
  readonly version?: string | undefined;
}

/** The lists of relations that a header can have. */
export type RpmRelationKind = "provide" | "require" | "recommend" | "suggest";

/** The relations of one kind, in the order of the header. */
export function rpmRelationsOf(header: RpmHeader, kind: RpmRelationKind): readonly RpmRelation[] {
  const flags = header.numbers(rpmTags[`${kind}Flags`]);
  const versions = header.texts(rpmTags[`${kind}Version`]);
  return header.texts(rpmTags[`${kind}Name`]).map((name, index) => ({
    name,
    flags: flags[index] ?? 0,
    version: versions[index] || undefined,
  }));
}
