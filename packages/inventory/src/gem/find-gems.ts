import { decodeName, parentPath } from "@coppice/image";
import type { FileEntry } from "@coppice/types";
import type { ExtractorContext } from "../extractor.ts";
import { mapConcurrently } from "../map-concurrently.ts";
import { type Gemspec, parseGemspec } from "./parse-gemspec.ts";

/** An installed gem. */
export interface Gem {
  readonly spec: Gemspec;
  readonly file: string;
  /**
   * How its specification is kept: with the gem in a gem home, as a default gem of Ruby, whose files are among Ruby's own,
   * or in what Bundler fetched from a repository.
   */
  readonly kind: "home" | "default" | "repository";
  /** The gem home, or Bundler's `bundler`. */
  readonly home: string;
  /** Name of its folder there. */
  readonly folder: string;
}

/** Whether `entry` is the specification of an installed gem. */
export function isGemspec({ path, type }: FileEntry): boolean {
  if (type !== "file" || !path.endsWith(".gemspec")) return false;
  const folder = parentPath(path);
  return (
    folder.endsWith("/specifications") ||
    folder.endsWith("/specifications/default") ||
    parentPath(folder).endsWith("/bundler/gems")
  );
}

/** The gems of these specifications, in path order; each counts once in a home. */
export async function findGems(
  context: ExtractorContext,
  files: readonly string[],
): Promise<readonly Gem[]> {
  const found = await mapConcurrently(files, 8, async (file): Promise<Gem | undefined> => {
    const bytes = await context.read(file);
    const spec = bytes && parseGemspec(decodeName(bytes));
    if (bytes && !spec) reportGemspec(context, file);
    return spec && { spec, file, ...placeOf(file, spec) };
  });
  const gems = new Map<string, Gem>();
  for (const gem of found) {
    const key = gem && `${gem.kind} ${gem.home} ${gem.folder}`;
    if (gem && key !== undefined && !gems.has(key)) gems.set(key, gem);
  }
  return [...gems.values()];
}

function placeOf(file: string, { name, version, platform }: Gemspec): Omit<Gem, "spec" | "file"> {
  const folder = parentPath(file);
  const above = parentPath(folder);
  if (above.endsWith("/bundler/gems")) {
    const home = parentPath(above);
    return { kind: "repository", home, folder: folder.slice(above.length + 1) };
  }
  const own = `${name}-${version}${platform === "ruby" ? "" : `-${platform}`}`;
  return folder.endsWith("/default")
    ? { kind: "default", home: parentPath(above), folder: own }
    : { kind: "home", home: above, folder: own };
}

function reportGemspec({ onProblem }: ExtractorContext, path: string): void {
  const message =
    "it states no name or version that can be read without running it; its gem is left out";
  onProblem({ code: "GEM_SPECIFICATION_INVALID", message, path });
}
