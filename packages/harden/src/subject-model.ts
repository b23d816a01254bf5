import { createFileIndex, type FileIndex } from "@coppice/image";
import type { Bom, BomFile, Dependency, Package, PackageId } from "@coppice/types";
import { HardenError } from "./harden-error.ts";
import { createLinker, inheritedFolders, type Linker, linkerCache } from "./linker.ts";

/** A file system, whole or planned, with what is needed to ask whether a program would find its parts in it. */
export interface World {
  readonly index: FileIndex;
  readonly files: ReadonlyMap<string, BomFile>;
  readonly linker: Linker;
  /** Folders in which commands are looked up. */
  readonly commandPath: readonly string[];
}

/** A Bom, indexed for planning. */
export interface SubjectModel extends World {
  readonly bom: Bom;
  readonly packages: ReadonlyMap<PackageId, Package>;
  readonly packagesNamed: ReadonlyMap<string, readonly Package[]>;
  /** Files and folders of each package, in path order. */
  readonly filesOf: ReadonlyMap<PackageId, readonly BomFile[]>;
  readonly dependenciesOf: ReadonlyMap<PackageId, readonly Dependency[]>;
}

const defaultCommandPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/**
 * Indexes a Bom for planning.
 *
 * @throws A {@link HardenError} with code `BOM_WITHOUT_FILES` when the Bom does not list files.
 */
export function createSubjectModel(bom: Bom): SubjectModel {
  if (bom.files === undefined) {
    throw new HardenError(
      "BOM_WITHOUT_FILES",
      `the Bom of ${bom.subject.name} lists no files; make it from the image itself with "coppice inventory"`,
    );
  }
  const world = createWorld(bom, bom.files);
  const filesOf = new Map<PackageId, BomFile[]>();
  for (const entry of world.index.entries()) {
    const file = world.files.get(entry.path);
    if (file?.attribution.kind !== "owned") continue;
    for (const id of file.attribution.by) append(filesOf, id, file);
  }
  const dependenciesOf = new Map<PackageId, Dependency[]>();
  for (const dependency of bom.dependencies) append(dependenciesOf, dependency.from, dependency);
  const packages = new Map<PackageId, Package>();
  const packagesNamed = new Map<string, Package[]>();
  for (const found of bom.packages) {
    packages.set(found.id, found);
    append(packagesNamed, found.name, found);
  }
  return { ...world, bom, packages, packagesNamed, filesOf, dependenciesOf };
}

function append<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

/**
 * Whether a path is a folder or a link to one, such as `/bin`. Many packages list the same folders, so that a folder
 * says nothing of whether one of them is needed.
 */
export function isFolder({ index }: World, file: BomFile): boolean {
  if (file.type !== "symlink") return file.type === "directory";
  const target = index.resolve(file.path);
  return target.found && target.entry.type === "directory";
}

/** The file system that holds just `files` of the subject of `bom`. */
export function createWorld(bom: Bom, files: Iterable<BomFile>): World {
  const byPath = new Map<string, BomFile>();
  for (const file of files) byPath.set(file.path, file);
  const index = createFileIndex(byPath.values());
  const original = bom.files ?? [];
  const lostCache =
    index.lookup(linkerCache) === undefined && original.some(({ path }) => path === linkerCache);
  const environment = bom.subject.config?.Env ?? [];
  const variable = (name: string): readonly string[] | undefined =>
    environment
      .find((line) => line.startsWith(`${name}=`))
      ?.slice(name.length + 1)
      .split(":");
  return {
    index,
    files: byPath,
    linker: createLinker(index, byPath, {
      libraryPaths: lostCache ? [] : (bom.libraryPaths ?? []),
      inherited: inheritedFolders(original),
      environment: variable("LD_LIBRARY_PATH") ?? [],
    }),
    commandPath: variable("PATH") ?? defaultCommandPath.split(":"),
  };
}
