import type { Ecosystem } from "@coppice/types";
import type { LockedPackage } from "./locked-package.ts";
import type { LockedImporter, Lockfile, LockfileFormat } from "./lockfile.ts";
import type { LockfileLimits } from "./lockfile-limits.ts";

/** A format: how its files are known and how they are read. */
export interface LockfileReader {
  readonly format: LockfileFormat;
  readonly ecosystem: Ecosystem;
  /** Whether a file of this name, without folders, may be one. */
  named(base: string): boolean;
  /** Whether a text that begins like `head` may be one; `head` has at most {@link headLength} characters. */
  resembles(head: string): boolean;
  read(input: LockfileInput): LockfileDraft;
}

/** Characters at the start of a file from which its format is told. */
export const headLength = 4096;

/** What a reader is given. */
export interface LockfileInput {
  /** Without a byte order mark. */
  readonly text: string;
  readonly limits: LockfileLimits;
  /** Reports an entry that cannot be read. */
  report(code: LockfileProblemCode, message: string, line?: number): void;
}

/**
 * What may be wrong with a part of a lockfile. `ENTRY_INVALID`: it was left out; `ENTRY_REPEATED`: its key was there
 * already, and the first one counts; `LIST_EXCEEDS_BUILD`: the file lists more than a build uses.
 */
export type LockfileProblemCode = "ENTRY_INVALID" | "ENTRY_REPEATED" | "LIST_EXCEEDS_BUILD";

/** What a reader gives: a {@link Lockfile} before the parts that are alike in all formats. */
export interface LockfileDraft
  extends Partial<Pick<Lockfile, "version" | "extent" | "registries" | "includes">> {
  readonly importers: readonly Omit<LockedImporter, "purl">[];
  readonly packages: readonly DraftPackage[];
}

/** A package before its purl is made; its ecosystem is the format's unless it says otherwise. */
export interface DraftPackage extends Omit<LockedPackage, "purl" | "ecosystem"> {
  readonly ecosystem?: Ecosystem;
  /** Qualifiers of the purl besides those that its source gives. */
  readonly qualifiers?: { readonly [key: string]: string | undefined };
}
