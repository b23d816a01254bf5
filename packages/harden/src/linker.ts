import { type FileIndex, joinPath, parentPath } from "@coppice/image";
import type { BomFile, FoundPath } from "@coppice/types";

/** Finds shared libraries as the dynamic linker of the subject would. */
export interface Linker {
  /**
   * Where `name`, a `DT_NEEDED` of `file`, is found; undefined when nowhere. Its `links` name the linker's cache too
   * where only that leads there.
   */
  find(file: BomFile, name: string): FoundPath | undefined;
}

/** Folders that are searched besides those which an object names itself. */
export interface LinkerOptions {
  /** Folders of `ld.so.conf`, in order; the linker knows them from its cache only. */
  readonly libraryPaths: readonly string[];
  /** Folders of every `DT_RPATH`: each counts for what its object loads, too, whatever loads it. */
  readonly inherited: readonly string[];
  /** Folders of `LD_LIBRARY_PATH`, in order. */
  readonly environment: readonly string[];
}

/** Built-in folders of glibc; Debian has a folder for each architecture before them. */
const builtInFolders = ["/lib64", "/usr/lib64", "/lib", "/usr/lib"];

/** What ldconfig(8) makes of `ld.so.conf`; the linker reads nothing else. */
export const linkerCache = "/etc/ld.so.cache";

/**
 * Search order of ld.so(8): `DT_RPATH` where there is no `DT_RUNPATH`, `LD_LIBRARY_PATH`, `DT_RUNPATH`, the folders of
 * `ld.so.conf`, the built-in ones; last, as it cannot be told which program loads what, `DT_RPATH` of other objects.
 * An object of another class or machine is passed over.
 */
export function createLinker(
  index: FileIndex,
  files: ReadonlyMap<string, BomFile>,
  options: LinkerOptions,
): Linker {
  const architectures = ["/lib", "/usr/lib"]
    .flatMap((path) => index.children(path))
    .map(({ path }) => path)
    .filter((path) => path.includes("-linux-"));
  const builtIn = [...architectures, ...builtInFolders];
  const real = (folder: string): string => index.resolve(folder).path;
  const withoutCache = new Set(builtIn.map(real));
  const cached = new Set(options.libraryPaths.filter((folder) => !withoutCache.has(real(folder))));
  const shared = [...options.libraryPaths, ...builtIn];
  let inherited: ReadonlyMap<string, FoundPath> | undefined;
  return {
    find: (file, name) => {
      const fits = (path: string): FoundPath | undefined => {
        const found = index.resolve(path);
        return found.found && kindOf(files.get(found.path)) === kindOf(file) ? found : undefined;
      };
      if (name.includes("/")) return fits(name);
      for (const folder of foldersOf(file, options.environment)) {
        const found = fits(joinPath(folder, name));
        if (found) return found;
      }
      for (const folder of shared) {
        const found = fits(joinPath(folder, name));
        if (found && cached.has(folder)) return { ...found, links: [...found.links, linkerCache] };
        if (found) return found;
      }
      inherited ??= librariesIn(index, files, options.inherited);
      return inherited.get(`${kindOf(file)}/${name}`);
    },
  };
}

/** Objects that differ in it cannot load each other. */
function kindOf(file: BomFile | undefined): string {
  return `${file?.elf?.bits}:${file?.elf?.machine}`;
}

/** The objects in `folders` by kind and name; of one name the first. */
function librariesIn(
  index: FileIndex,
  files: ReadonlyMap<string, BomFile>,
  folders: readonly string[],
): ReadonlyMap<string, FoundPath> {
  const libraries = new Map<string, FoundPath>();
  const entered = new Set<string>();
  for (const way of folders.map((folder) => index.resolve(folder))) {
    if (entered.has(way.path)) continue;
    entered.add(way.path);
    for (const { path } of way.found ? index.children(way.path) : []) {
      const found = index.resolve(path);
      const file = found.found ? files.get(found.path) : undefined;
      const key = `${kindOf(file)}${path.slice(path.lastIndexOf("/"))}`;
      if (!found.found || file?.elf === undefined || libraries.has(key)) continue;
      libraries.set(key, { ...found, links: [...way.links, ...found.links] });
    }
  }
  return libraries;
}

/** The folders of every `DT_RPATH` of `files` that counts. */
export function inheritedFolders(files: readonly BomFile[]): readonly string[] {
  const counting = files.filter(({ elf }) => elf?.rpath && elf.runpath === undefined);
  return [...new Set(counting.flatMap((file) => foldersOf(file, [])))];
}

function foldersOf(file: BomFile, environment: readonly string[]): readonly string[] {
  const origin = parentPath(file.path);
  const expand = (folder: string): string =>
    folder.replace(/\$(?:ORIGIN\b|\{ORIGIN\})/g, () => origin);
  const { rpath = [], runpath } = file.elf ?? {};
  return [
    ...(runpath === undefined ? rpath.map(expand) : []),
    ...environment,
    ...(runpath ?? []).map(expand),
  ];
}
