import { joinPath, parentPath } from "@coppice/image";
import type { BomFile, Ecosystem } from "@coppice/types";
import type { BomFiles, FilePlace } from "./place-path.ts";

/** Finds the files that sources call by a name alone. */
export interface NamedFiles {
  /** The place that `name` stands for; `undefined` when no file or more than one may be meant. */
  find(name: string): FilePlace | undefined;
  /** Every file that `name` may stand for, or be in; `undefined` when nothing can be told from it. */
  candidates(name: string): readonly BomFile[] | undefined;
}

/**
 * Python's modules (`yaml.loader`) by the files that the import system looks for (importlib.machinery), and modules of
 * Java's runtime image (`jrt:/java.base/…`, JEP 220) by the file that holds them. Other names are not known.
 */
export function createNamedFiles(
  { byPath, members }: BomFiles,
  ecosystems: readonly Ecosystem[] | undefined,
): NamedFiles {
  const isPython = ecosystems?.includes("pypi") ?? false;
  let modules: ReadonlyMap<string, readonly BomFile[]> | undefined;
  let images: readonly BomFile[] | undefined;
  let archives: readonly BomFile[] | undefined;
  const filesEnding = (...endings: readonly string[]): readonly BomFile[] =>
    [...byPath.values()].filter(
      ({ path, type }) => type === "file" && endings.some((ending) => path.endsWith(ending)),
    );

  function called(name: string): readonly BomFile[] | undefined {
    if (name.startsWith("jrt:/")) {
      images ??= filesEnding("/lib/modules");
      return images;
    }
    if (!isPython || name.includes("/")) return undefined;
    modules ??= indexModules(byPath);
    const names = name.split(".");
    const files = modules.get(names.at(-1) ?? "") ?? [];
    return files.filter(({ path }) => isModule(byPath, path, names));
  }

  return {
    candidates(name) {
      const files = called(name);
      if (files === undefined || files.length > 0) return files;
      // A module that is no file is Python's own or in an archive (zipimport).
      archives ??= filesEnding(".egg", ".whl", ".zip", ".pyz");
      return archives;
    },
    find(name) {
      const [file, ...others] = called(name) ?? [];
      if (file === undefined || others.length > 0) return undefined;
      const place = { file, given: file.path };
      if (!name.startsWith("jrt:/")) return place;
      const member = `${file.path}!/${name.slice("jrt:/".length).split("/", 1)[0]}`;
      return members.has(member) ? { ...place, member } : place;
    },
  };
}

/** Python's files by the last part of their modules' names. */
function indexModules(byPath: BomFiles["byPath"]): ReadonlyMap<string, readonly BomFile[]> {
  const modules = new Map<string, BomFile[]>();
  for (const file of byPath.values()) {
    const name = file.type === "file" ? moduleName(file.path) : undefined;
    if (name === undefined) continue;
    const others = modules.get(name);
    if (others) others.push(file);
    else modules.set(name, [file]);
  }
  return modules;
}

/** Name of the module that a path is of, without the packages it is in; `undefined` of other files. */
function moduleName(path: string): string | undefined {
  const file = path.slice(path.lastIndexOf("/") + 1);
  if (file === "__init__.py" || file === "__init__.pyc") {
    const folder = parentPath(path);
    return folder.slice(folder.lastIndexOf("/") + 1);
  }
  if (file.endsWith(".py")) return file.slice(0, -".py".length);
  // Bytecode counts where its source would be (PEP 3147); in `__pycache__` only beside that.
  if (file.endsWith(".pyc")) {
    return path.endsWith(`/__pycache__/${file}`) ? undefined : file.slice(0, -".pyc".length);
  }
  // `name.cpython-311-x86_64-linux-gnu.so`, `name.abi3.so`, `name.so`.
  return file.endsWith(".so") ? file.slice(0, file.indexOf(".")) : undefined;
}

/** Whether a file is that module and no part of a larger package: its outermost folder is in none itself. */
function isModule(byPath: BomFiles["byPath"], path: string, names: readonly string[]): boolean {
  let folder = parentPath(path);
  if (path.endsWith("/__init__.py") || path.endsWith("/__init__.pyc")) folder = parentPath(folder);
  for (let at = names.length - 2; at >= 0; at--) {
    if (folder.slice(folder.lastIndexOf("/") + 1) !== names[at]) return false;
    folder = parentPath(folder);
  }
  return !["__init__.py", "__init__.pyc"].some((init) => byPath.has(joinPath(folder, init)));
}
