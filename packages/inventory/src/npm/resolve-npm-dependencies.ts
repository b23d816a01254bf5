import { type FileIndex, joinPath, parentPath } from "@coppice/image";
import type { Dependency, DependencyKind, PackageId } from "@coppice/types";
import type { ResolveModule } from "./create-resolve-module.ts";
import { debianFolders, type NpmModule } from "./find-npm-modules.ts";

/** What modules require, and which module Node loads for it. */
export function resolveNpmDependencies(
  index: FileIndex,
  modules: Iterable<NpmModule>,
  ids: ReadonlyMap<string, PackageId>,
  resolveModule: ResolveModule,
): Dependency[] {
  const common = ["/node_modules", ...debianFolders(index)];
  return [...modules].flatMap(({ root, manifest, linked }) => {
    const edges = new Map<string, readonly [kind: DependencyKind, range: string]>();
    const add = (kind: DependencyKind, ranges: ReadonlyMap<string, string>) => {
      for (const [name, range] of ranges) edges.set(name, [kind, range]);
    };
    // Only for the projects themselves is installed what their development needs.
    if (linked) add("development", manifest.devDependencies);
    add("peer", manifest.peerDependencies);
    add("runtime", manifest.dependencies);
    // npm repeats an optional dependency among the others.
    add("optional", manifest.optionalDependencies);
    const folders = [...moduleFolders(root), ...common].filter((path) => index.lookup(path));
    return [...edges].map(([name, [kind, range]]): Dependency => {
      const satisfier = ids.get(resolveModule(folders, name) ?? "");
      return {
        from: ids.get(root) ?? root,
        kind,
        requirement: `${name}@${range}`,
        satisfiedBy: satisfier === undefined ? [] : [satisfier],
        readFrom: joinPath(root, "package.json"),
      };
    });
  });
}

/** Where a module in `from` looks for others. See Node's documentation, "Loading from node_modules folders". */
export function* moduleFolders(from: string): Generator<string> {
  for (let at = from; at !== "/"; at = parentPath(at)) {
    if (!at.endsWith("/node_modules")) yield joinPath(at, "node_modules");
  }
}
