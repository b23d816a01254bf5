import type { LockedDependency } from "./locked-dependency.ts";
import type { DraftPackage, LockfileDraft } from "./lockfile-reader.ts";

/** A project or package: a place in the graph. */
type Node = LockfileDraft["importers"][number] | DraftPackage;

/**
 * The same packages with `development` and `optional` set by how the importers reach them, for formats that say of
 * every direct requirement what it is for and keep no such flags.
 */
export function markReach({
  importers,
  packages,
}: Pick<LockfileDraft, "importers" | "packages">): readonly DraftPackage[] {
  const nodes = new Map<string, Node>([...importers, ...packages].map((node) => [node.key, node]));
  const reach = (follow: (kind: LockedDependency["kind"]) => boolean): ReadonlySet<string> => {
    const reached = new Set(importers.map(({ key }) => key));
    for (const key of reached) {
      for (const { kind, to } of nodes.get(key)?.dependencies ?? []) {
        // A set goes on to what is added while it is walked over.
        if (follow(kind)) for (const target of to) reached.add(target);
      }
    }
    return reached;
  };
  const production = reach((kind) => kind !== "development");
  const required = reach((kind) => kind !== "development" && kind !== "optional");
  const installed = reach((kind) => kind !== "optional");
  return packages.map((draft) => {
    const development = !production.has(draft.key);
    const optional = !(development ? installed : required).has(draft.key);
    return { ...draft, development, optional };
  });
}
