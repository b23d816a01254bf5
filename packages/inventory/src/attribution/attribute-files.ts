import { type FileIndex, parentPath } from "@coppice/image";
import type { Attribution, Ecosystem } from "@coppice/types";
import type { AttributionSources } from "./attribution-sources.ts";
import { bytecodeSource } from "./bytecode-source.ts";
import { explainLink } from "./explain-link.ts";
import { findGeneratedFiles } from "./generated-files.ts";
import { packagesOf } from "./packages-of.ts";

/**
 * Says of every path why it is there. The first that applies counts: packages list it; it is of a package database; a
 * program is known to generate it; it is bytecode of a source; it is a link that leads to something explained; a
 * maintainer script names it; it is a folder of nothing but explained paths.
 */
export function attributeFiles(sources: AttributionSources): ReadonlyMap<string, Attribution> {
  const { index, configuration } = sources;
  const attributions = new Map<string, Attribution>();
  const databases = new Map<string, Ecosystem>();
  const links: string[] = [];
  for (const { path, type } of index.entries()) {
    const ecosystem = sources.databases.get(path) ?? databases.get(parentPath(path));
    if (ecosystem !== undefined) databases.set(path, ecosystem);
    const attribution = explain(sources, path, ecosystem);
    attributions.set(path, attribution);
    if (attribution.kind === "unowned" && type === "symlink") links.push(path);
  }
  // Links that lead to links are explained by where all of them end, so that their order does not matter.
  const explained = links.map((path) => explainLink(sources, attributions, path));
  for (const [at, path] of links.entries()) {
    const attribution = explained[at];
    if (attribution) attributions.set(path, attribution);
  }
  for (const [path, by] of configuration) {
    if (attributions.get(path)?.kind !== "unowned") continue;
    attributions.set(path, { kind: "configuration", ...(by !== undefined && { by }) });
  }
  explainFolders(index, attributions);
  return attributions;
}

function explain(
  { index, ownership, canonical }: AttributionSources,
  path: string,
  ecosystem: Ecosystem | undefined,
): Attribution {
  const owned = ownership.attribution(path);
  if (owned) return owned;
  if (ecosystem !== undefined) return { kind: "package-database", ecosystem };
  const generated = findGeneratedFiles(path);
  if (generated) {
    const by = ownership.ownersOf(canonical(generated.maker));
    const [first] = by;
    return generated.kind === "derived"
      ? { kind: "derived", rule: generated.rule, from: [], by }
      : { kind: "configuration", ...(first !== undefined && { by: first }) };
  }
  const source = bytecodeSource(index, path);
  if (source !== undefined) {
    const by = ownership.ownersOf(source);
    return { kind: "derived", rule: "python-bytecode", from: [source], by };
  }
  return { kind: "unowned" };
}

/** A folder that nobody lists, in which everything is explained, is there for what is in it. */
function explainFolders(index: FileIndex, attributions: Map<string, Attribution>): void {
  for (const { path, type } of [...index.entries()].reverse()) {
    if (type !== "directory" || attributions.get(path)?.kind !== "unowned") continue;
    const children = index.children(path).map((child) => attributions.get(child.path));
    const by = children.map((attribution) => attribution && packagesOf(attribution));
    if (by.length === 0 || by.includes(undefined)) continue;
    const packages = [...new Set(by.flatMap((ids) => ids ?? []))].sort();
    attributions.set(path, { kind: "derived", rule: "folder", from: [], by: packages });
  }
}
