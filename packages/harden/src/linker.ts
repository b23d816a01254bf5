import { type FileIndex, joinPath, parentPath } from "@coppice/image";
import type { BomFile, FoundPath } from "@coppice/types";

/** Finds shared libraries as the dynamic linker of the subject would. */
export interface Linker {
  /** Where `name`, a `DT_NEEDED` of `file`, is found; undefined when nowhere. */
  find(file: BomFile, name: string): FoundPath | undefined;
}

/** Folders that are searched besides those which an object names itself. */
export interface LinkerOptions {
  /** Folders of `ld.so.conf`, in order. */
  readonly libraryPaths: readonly string[];
  /** Folders of `LD_LIBRARY_PATH`, in order. */
  readonly environment: readonly string[];
}

/** Built-in folders of glibc; Debian has a folder for each architecture before them. */
const builtInFolders = ["/lib64", "/usr/lib64", "/lib", "/usr/lib"];

/**
 * Search order of ld.so(8): `DT_RPATH` where there is no `DT_RUNPATH`, `LD_LIBRARY_PATH`, `DT_RUNPATH`, the folders of
 * `ld.so.conf`, the built-in ones. An object of another class or machine is passed over.
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
  const shared = [...options.libraryPaths, ...architectures, ...builtInFolders];
  return {
    find: (file, name) => {
      const fits = (path: string): FoundPath | undefined => {
        const found = index.resolve(path);
        if (!found.found) return undefined;
        const elf = files.get(found.path)?.elf;
        return elf?.bits === file.elf?.bits && elf?.machine === file.elf?.machine
          ? found
          : undefined;
      };
      if (name.includes("/")) return fits(name);
      for (const folder of foldersOf(file, options.environment)) {
        const found = fits(joinPath(folder, name));
        if (found) return found;
      }
      for (const folder of shared) {
        const found = fits(joinPath(folder, name));
        if (found) return found;
      }
      return undefined;
    },
  };
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
