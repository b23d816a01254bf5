import { type FileIndex, joinPath } from "@coppice/image";

/** The module of that name in the first of `folders` that has it: its folder, without a link in the path. */
export type ResolveModule = (folders: Iterable<string>, name: string) => string | undefined;

/** Makes a {@link ResolveModule} that lists each folder once, and so asks deep ones cheaply for what they do not have. */
export function createResolveModule(index: FileIndex): ResolveModule {
  const known = new Map<string, ReadonlySet<string>>();
  return (folders, name) => {
    for (const folder of folders) {
      const names = known.get(folder) ?? new Set(moduleNames(index, folder));
      known.set(folder, names);
      const resolution = names.has(name) ? index.resolve(joinPath(folder, name)) : undefined;
      if (resolution?.found && resolution.entry.type === "directory") return resolution.path;
    }
    return undefined;
  };
}

/** Names with which a module can be asked for: `name`, `@scope/name`. */
function* moduleNames(index: FileIndex, folder: string): Generator<string> {
  for (const name of namesIn(index, folder)) {
    if (!name.startsWith("@")) {
      if (!name.startsWith(".")) yield name;
      continue;
    }
    for (const own of namesIn(index, joinPath(folder, name))) yield `${name}/${own}`;
  }
}

function* namesIn(index: FileIndex, folder: string): Generator<string> {
  const resolution = index.resolve(folder);
  if (!resolution.found) return;
  for (const { path } of index.children(resolution.path))
    yield path.slice(path.lastIndexOf("/") + 1);
}
