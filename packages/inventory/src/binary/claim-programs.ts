import type { Package } from "@coppice/types";
import type { Claim, ExtractorContext } from "../extractor.ts";

/** What was read out of a program: whose it is, where no other package owns it. */
export interface ReadProgram {
  /** All its paths. */
  readonly paths: readonly string[];
  readonly packages: readonly Package[];
}

/**
 * Claims on programs by what was compiled into them. A program that an earlier extractor's package owns stays with
 * that one alone.
 */
export function* claimPrograms(
  context: ExtractorContext,
  programs: Iterable<ReadProgram>,
): Generator<Claim> {
  for (const { paths, packages } of programs) {
    for (const path of paths) {
      if (context.ownersOf(path).length > 0) continue;
      for (const { id } of packages) yield { path, package: id };
    }
  }
}
