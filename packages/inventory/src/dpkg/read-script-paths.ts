import type { PackageId } from "@coppice/types";
import type { ConfiguredPath, ExtractorContext } from "../extractor.ts";
import { mapConcurrently } from "../map-concurrently.ts";
import { type DpkgRecord, readInfo } from "./dpkg-database.ts";

/** Scripts that set a package up. */
const kinds = ["config", "postinst", "preinst"];

/** What the kernel or a container runtime puts there, such as `/dev/null`. */
const ofKernel = /^\/(?:dev|proc|sys)\//;

/**
 * Paths of the tree that maintainer scripts name literally, with the package that most likely makes them: one whose
 * name is in the path, else the first by name.
 */
export async function readScriptPaths(
  context: ExtractorContext,
  installed: ReadonlyMap<DpkgRecord, PackageId>,
): Promise<ConfiguredPath[]> {
  const scripts = [...installed].flatMap(([record, id]) =>
    kinds.map((kind) => ({ record, id, kind })),
  );
  const texts = await mapConcurrently(
    scripts,
    8,
    async ({ record, kind }) => (await readInfo(context, record, kind)) ?? "",
  );
  const makers = new Map<string, { readonly name: string; readonly id: PackageId }>();
  for (const [index, { record, id }] of scripts.entries()) {
    for (const literal of findLiteralPaths(texts[index] ?? "")) {
      const path = context.canonical(literal);
      if (context.index.lookup(path) === undefined || ofKernel.test(path)) continue;
      const maker = makers.get(path);
      if (!maker || (!path.includes(maker.name) && path.includes(record.name))) {
        makers.set(path, { name: record.name, id });
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
