import {
  type Bom,
  type BomFile,
  type Evidence,
  type FileEvidence,
  type Package,
  type PackageId,
  strongestSighting,
  type UsedFile,
  type UseReason,
  type UseReference,
  usedFiles,
} from "@coppice/types";
import { type BomFiles, indexBomFiles } from "../grading/place-path.ts";
import { ownersOf } from "../grading/render-evidence.ts";
import { packageOfDpkgFile } from "./metadata-files.ts";
import { findPossibleUses } from "./possible-uses.ts";
import { type EcosystemWatch, watchEcosystems } from "./watched-ecosystems.ts";

/** What verdicts are made from. */
export interface JudgeContext {
  readonly files: BomFiles;
  /** Files of each package but folders. */
  readonly filesOf: ReadonlyMap<PackageId, readonly BomFile[]>;
  readonly used: ReadonlyMap<PackageId, readonly UsedFile[]>;
  /** Uses of what a package manager keeps of a Debian package, by its name. */
  readonly recordsRead: ReadonlyMap<string, UsedFile>;
  /** The first link of each package that was on the way to a file that was used. */
  readonly links: ReadonlyMap<PackageId, string>;
  /** The strongest use of a package by a client. */
  clientUse(id: PackageId): UsedFile | undefined;
  /** The strongest use of a package, of parts of archives too. */
  packageUse(id: PackageId): Omit<UseReference, "path"> | undefined;
  /** The strongest use of a file. */
  fileUse(path: string): Omit<UseReference, "path"> | undefined;
  watch(item: Package): EcosystemWatch;
  /** The first use without a place that may have been of one of these files. */
  possibleUse(item: Package, own: readonly BomFile[]): UseReason | undefined;
}

/** Prepares what verdicts are made from. */
export function createJudgeContext(evidence: Evidence, bom: Bom): JudgeContext {
  const { units, files: seenFiles, packages, unplaced } = evidence;
  const files = indexBomFiles(bom);
  const possible = findPossibleUses(evidence, files);
  const watch = watchEcosystems(evidence);
  const strongest = strongestSighting(units, "workload");
  const seenPackages = new Map(packages.map(({ id, seen }) => [id, seen]));
  const seenPaths = new Map(seenFiles.map(({ path, seen }) => [path, seen]));
  const clientFiles = usedFiles(evidence, bom, "client");
  const listed = new Set(unplaced.flatMap(({ seen }) => Object.keys(seen)));
  // Its paths are counted and were not kept, so that they may be anything.
  const untold = units.find(
    ({ id, role, unplaced: count }) => role === "workload" && count > 0 && !listed.has(id),
  );
  return {
    files,
    filesOf: groupFiles(bom),
    used: usedFiles(evidence, bom, "workload"),
    recordsRead: new Map(
      seenFiles.flatMap(({ path, seen }): [string, UsedFile][] => {
        const name = packageOfDpkgFile(path);
        const use = strongest(seen);
        return name === undefined || use === undefined ? [] : [[name, { path, ...use }]];
      }),
    ),
    links: followedLinks(
      files,
      seenFiles.filter(({ seen }) => strongest(seen) !== undefined),
    ),
    clientUse: (id) => clientFiles.get(id)?.[0],
    packageUse: (id) => strongest(seenPackages.get(id) ?? {}),
    fileUse: (path) => strongest(seenPaths.get(path) ?? {}),
    watch: ({ ecosystem }) => watch(ecosystem),
    possibleUse({ ecosystem }, own) {
      for (const { path } of own) {
        const use = possible.ofFile(path);
        if (use) return { code: "unplaced", ...use };
      }
      const use = possible.ofEcosystem(ecosystem);
      if (use) return { code: "unplaced", ...use };
      return untold && { code: "unplaced", unit: untold.id, count: untold.unplaced };
    },
  };
}

/** Links to folders are many packages' and on the way to most files, so that they say nothing. */
function followedLinks(
  { index, byPath }: BomFiles,
  used: readonly FileEvidence[],
): ReadonlyMap<PackageId, string> {
  const links = new Map<PackageId, string>();
  for (const { path, given } of used) {
    for (const each of given) {
      if (each === path) continue;
      for (const link of index.resolve(each).links) {
        const file = byPath.get(link);
        if (file === undefined || index.resolve(link).path !== path) continue;
        for (const owner of ownersOf(file)) if (!links.has(owner)) links.set(owner, link);
      }
    }
  }
  return links;
}

function groupFiles({ files = [] }: Bom): ReadonlyMap<PackageId, readonly BomFile[]> {
  const filesOf = new Map<PackageId, BomFile[]>();
  for (const file of files) {
    for (const owner of ownersOf(file)) {
      const others = filesOf.get(owner);
      if (others) others.push(file);
      else filesOf.set(owner, [file]);
    }
  }
  return filesOf;
}
