import { joinPath, parentPath } from "@coppice/image";
import type { FileEntry, PackageId } from "@coppice/types";
import { claimFolders } from "../claim-folders.ts";
import type { Claim, Extraction, Extractor, ExtractorContext } from "../extractor.ts";
import type { FileFormat } from "../file-format.ts";
import { mapConcurrently } from "../map-concurrently.ts";
import { coordinatesFromPath } from "./coordinates-from-path.ts";
import { createJarPackages } from "./create-jar-packages.ts";
import { findExplodedArchives, isExplodedRecord } from "./find-exploded-archives.ts";
import { findJavaRuntimes, isRuntimeRecord, type JavaRuntime } from "./find-java-runtimes.ts";
import { findNativeImagePackages, type NativeImage } from "./find-native-image-packages.ts";
import { isBelow } from "./is-below.ts";
import { isArchiveName, type JarFile } from "./jar-file.ts";
import { defaultJavaLimits, type JavaLimits } from "./java-limits.ts";
import type { MavenCoordinates } from "./maven-coordinates.ts";
import { readJar } from "./read-jar.ts";
import { resolveClassPaths } from "./resolve-class-paths.ts";

const identity = { name: "java", ecosystem: "maven" } as const;
/** Where Debian keeps a repository of links to its JARs, whose paths tell the coordinates. */
const debianRepository = "/usr/share/maven-repo/";
/** Programs that GraalVM compiled hold a runtime; smaller ones need no look. */
const minimumImageBytes = 1 << 20;
/** Where a runtime has archives of its own; beside them an application may be. */
const runtimeFolders = ["lib", "jre", "jmods", "demo", "sample"];

/**
 * An extractor that finds Java's archives with what is in them, folders that they were unpacked to, runtimes and compiled
 * programs. What passes one of `limits` is left out after a problem that names it.
 *
 * @example
 * ```ts
 * import { createJavaExtractor } from "@coppice/inventory";
 *
 * const shallow = createJavaExtractor({ nesting: 1 });
 * const facts = { mode: 0o644, uid: 0, gid: 0, size: 1000 };
 * shallow.wants({ path: "/app/app.jar", type: "file", ...facts }, "zip"); // => true
 * shallow.wants({ path: "/app/photos.zip", type: "file", ...facts }, "zip"); // => false
 * ```
 */
export function createJavaExtractor(limits: Partial<JavaLimits> = {}): Extractor {
  const all = { ...defaultJavaLimits, ...limits };
  return {
    ...identity,
    version: 1,
    capabilities: {
      reads: [
        "*.jar, *.war, *.ear, *.jmod and the like, and archives in them",
        "META-INF of unpacked archives",
        "release, lib/modules of Java runtimes",
        "SBOM in programs of GraalVM",
      ],
      presence: ["installed"],
      files: true,
      digests: false,
      dependencies: true,
      licenses: true,
    },
    wants,
    extract: (context) => extract(context, all),
  };
}

/** Finds Java's packages, within the default limits. */
export const javaExtractor: Extractor = /* @__PURE__ */ createJavaExtractor();

function wants({ path, type, size }: FileEntry, format: FileFormat | undefined): boolean {
  if (type === "symlink") return path.startsWith(debianRepository) && path.endsWith(".jar");
  if (type !== "file" || size === 0) return false;
  if (format === "elf") return size >= minimumImageBytes;
  return isArchive(path, format) || isExplodedRecord(path) || isRuntimeRecord(path);
}

/** A library is read whatever it begins as, so that a damaged one is told of; other endings are used for more. */
function isArchive(path: string, format: FileFormat | undefined): boolean {
  if (path.endsWith(".jar") || path.endsWith(".war") || path.endsWith(".jmod")) return true;
  return (format === "zip" || format === "script") && isArchiveName(path);
}

async function extract(context: ExtractorContext, limits: JavaLimits): Promise<Extraction> {
  const wanted = sortOut(context);
  const runtimes = await findJavaRuntimes(context, identity, wanted.runtimeRecords);
  const read = await mapConcurrently(wanted.archives, 4, ({ path, size }) =>
    readJar(
      {
        path,
        size,
        read: async (range) => (await context.readRange(path, range)) ?? new Uint8Array(),
      },
      context.onProblem,
      limits,
    ),
  );
  const inner = new Set(
    runtimes.flatMap(({ root, isApart }) =>
      isApart ? runtimeFolders.map((name) => joinPath(root, name)) : [],
    ),
  );
  // What comes with a runtime says nothing else of itself.
  const archives = read.filter(
    (jar): jar is JarFile =>
      jar !== undefined && (jar.poms.length > 0 || !isBelow(jar.file, inner)),
  );
  const exploded = await findExplodedArchives(context, wanted.explodedRecords);
  const jars = [...archives, ...exploded];
  const known = { groups: nameGroups(jars), linked: wanted.linked };
  const found = createJarPackages(context, identity, jars, known);
  const images = new Map<string, NativeImage>();
  for (const program of wanted.programs) {
    const image = await findNativeImagePackages(context, identity, program);
    if (image) images.set(program.path, image);
  }
  return {
    packages: [
      ...runtimes.flatMap(({ packages }) => packages),
      ...found.packages,
      ...[...images.values()].flatMap(({ packages }) => packages),
    ],
    dependencies: [
      ...found.dependencies,
      ...resolveClassPaths(context, found.owners),
      ...[...images.values()].flatMap(({ dependencies }) => dependencies),
    ],
    claims: claimFiles(context, found.owners, runtimes, images),
  };
}

interface Wanted {
  readonly archives: readonly FileEntry[];
  readonly programs: readonly FileEntry[];
  readonly explodedRecords: readonly string[];
  readonly runtimeRecords: readonly string[];
  /** Coordinates by the file that a link in a repository leads to. */
  readonly linked: ReadonlyMap<string, MavenCoordinates>;
}

function sortOut({ wanted, format, index }: ExtractorContext): Wanted {
  const archives = new Map<string, FileEntry>();
  const programs: FileEntry[] = [];
  const explodedRecords: string[] = [];
  const runtimeRecords: string[] = [];
  const linked = new Map<string, MavenCoordinates>();
  for (const entry of wanted) {
    const { path } = entry;
    if (entry.type === "symlink") {
      const coordinates = coordinatesFromPath(path);
      const resolution = index.resolve(path);
      if (coordinates === undefined || !resolution.found) continue;
      // For builds, Debian repeats artifacts under the versions "debian" and such as "3.x", which are none.
      const { version = "", ...others } = coordinates;
      const isVersion = version !== "debian" && !version.endsWith(".x");
      if (isVersion) linked.set(resolution.path, coordinates);
      else if (!linked.has(resolution.path)) linked.set(resolution.path, others);
    } else if (format(path) === "elf") programs.push(entry);
    else if (isExplodedRecord(path)) explodedRecords.push(path);
    else if (isRuntimeRecord(path)) runtimeRecords.push(path);
    else {
      // Another name of the same file is not a second package; the one that holds the content may be no archive's.
      const content = entry.hardLink ?? path;
      if (content === path || !archives.has(content)) archives.set(content, entry);
    }
  }
  return { archives: [...archives.values()], programs, explodedRecords, runtimeRecords, linked };
}

/** The groups of each artifact that a project file in the tree names. */
function nameGroups(jars: readonly JarFile[]): ReadonlyMap<string, ReadonlySet<string>> {
  const groups = new Map<string, Set<string>>();
  const pending = [...jars];
  for (let jar = pending.pop(); jar !== undefined; jar = pending.pop()) {
    for (const nested of jar.nested) pending.push(nested);
    for (const { coordinates, pom } of jar.poms) {
      for (const { group, artifact } of [coordinates, ...(pom?.dependencies ?? [])]) {
        if (group === undefined) continue;
        const known = groups.get(artifact);
        if (known) known.add(group);
        else groups.set(artifact, new Set([group]));
      }
    }
  }
  return groups;
}

function* claimFiles(
  { index, wanted }: ExtractorContext,
  owners: ReadonlyMap<JarFile, PackageId>,
  runtimes: readonly JavaRuntime[],
  images: ReadonlyMap<string, NativeImage>,
): Generator<Claim> {
  const contents = new Map<string, PackageId>();
  for (const [{ file, place }, id] of owners) {
    if (file === place) contents.set(index.lookup(file)?.hardLink ?? file, id);
  }
  const archives = new Set<string>();
  for (const { path, hardLink } of wanted) {
    const owner = contents.get(hardLink ?? path);
    if (owner === undefined) continue;
    archives.add(path);
    yield { path, package: owner };
  }
  const folders = new Map<string, PackageId>();
  for (const [{ file, place }, id] of owners) {
    for (const folder of file === place ? repositoryFolder(file) : explodedFolders(place)) {
      // Builds of one version share a folder, and what is beside them is the first one's.
      if (!folders.has(folder)) folders.set(folder, id);
    }
  }
  const homes = new Map<string, PackageId>();
  for (const { root, isApart, packages } of runtimes) {
    const [own] = packages;
    if (own === undefined) continue;
    const parts = isApart ? [root] : runtimeFiles(index, root);
    // Without a system around it, what is in the root folder is a runtime's, but not that itself.
    const paths = parts.flatMap((path) =>
      path === "/" ? index.children(path).map((each) => each.path) : path,
    );
    for (const path of paths) homes.set(path, own.id);
  }
  for (const owned of [folders, homes]) {
    for (const claim of claimFolders(index, owned)) if (!archives.has(claim.path)) yield claim;
  }
  for (const [path, { packages }] of images) {
    for (const { id } of packages) yield { path, package: id };
  }
}

/** Of a runtime among all else of a system, only what it was found by. */
function runtimeFiles(index: ExtractorContext["index"], root: string): readonly string[] {
  return ["release", "lib/modules"]
    .map((name) => joinPath(root, name))
    .filter((path) => index.lookup(path)?.type === "file");
}

/** In a repository, an artifact has a folder, with checksums and the like beside it. */
function repositoryFolder(file: string): readonly string[] {
  return coordinatesFromPath(file) === undefined ? [] : [parentPath(file)];
}

/** Of what was unpacked into a folder with other things, only what is surely from the archive. */
function explodedFolders(root: string): readonly string[] {
  return ["META-INF", "WEB-INF", "BOOT-INF"].map((name) => joinPath(root, name));
}
