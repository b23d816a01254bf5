import type { PackageId } from "@coppice/types";
import type { ConfiguredPath, ExtractorContext } from "../extractor.ts";

/** A script that sets a package up. */
export interface PackageScript {
  readonly id: PackageId;
  readonly name: string;
  readonly text: string;
}

/** What the kernel or a container runtime puts there, such as `/dev/null`. */
const ofKernel = /^\/(?:dev|proc|sys)\//;

/**
 * Paths of the tree that scripts of packages name literally, with the package that most likely makes them: one whose
 * name is in the path, else the first.
 */
export function pathsInScripts(
  context: ExtractorContext,
  scripts: Iterable<PackageScript>,
): ConfiguredPath[] {
  const makers = new Map<string, PackageScript>();
  for (const script of scripts) {
    for (const literal of findLiteralPaths(script.text)) {
      const path = context.canonical(literal);
      if (context.index.lookup(path) === undefined || ofKernel.test(path)) continue;
      const maker = makers.get(path);
      if (!maker || (!path.includes(maker.name) && path.includes(script.name))) {
        makers.set(path, script);
      }
    }
  }
  return [...makers].map(([path, { id }]) => ({ path, by: id }));
}

/** Absolute paths that stand in a shell script as whole words, without a variable or a wildcard in them. */
function findLiteralPaths(script: string): Set<string> {
  // Unset or empty when a system sets up itself; see dpkg(1), "DPKG_ROOT".
  const text = script.replace(/\$DPKG_ROOT|\$\{DPKG_ROOT(:-)?\}/g, "");
  const paths = text.split(/[\s"'`=(<>;|&,]+/).map(withoutPunctuation);
  return new Set(paths.filter((path) => /^\/[A-Za-z0-9._+@:/-]+$/.test(path)));
}

function withoutPunctuation(word: string): string {
  let end = word.length;
  while (end > 0 && ").:/".includes(word.charAt(end - 1))) end--;
  return word.slice(0, end);
}
