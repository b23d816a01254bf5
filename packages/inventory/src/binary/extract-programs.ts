import type { Dependency, Package } from "@coppice/types";
import type { Extraction, ExtractorContext } from "../extractor.ts";
import { mapConcurrently } from "../map-concurrently.ts";
import { claimPrograms } from "./claim-programs.ts";
import { groupLinks } from "./group-links.ts";

/** What a program was built from. */
export interface BuiltProgram {
  readonly packages: readonly Package[];
  readonly dependencies: readonly Dependency[];
}

/**
 * Reads each wanted program once, whatever its names, and makes packages of those in which `read` finds something. They
 * are made in the order of paths, since the order decides on their ids.
 */
export async function extractPrograms<Content>(
  context: ExtractorContext,
  read: (path: string) => Promise<Content | undefined>,
  toPackages: (path: string, content: Content) => BuiltProgram,
): Promise<Extraction> {
  const groups = [...groupLinks(context.wanted)];
  const contents = await mapConcurrently(groups, 8, ([path]) => read(path));
  const found = groups.flatMap(([path, paths], number) => {
    const content = contents[number];
    return content === undefined ? [] : [{ paths, ...toPackages(path, content) }];
  });
  return {
    packages: found.flatMap(({ packages }) => packages),
    dependencies: found.flatMap(({ dependencies }) => dependencies),
    claims: claimPrograms(context, found),
  };
}
