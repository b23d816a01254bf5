import { decodeName, parentPath } from "@coppice/image";
import type { Dependency, Package, PackageId } from "@coppice/types";
import { claimFolders } from "../claim-folders.ts";
import { createPackage } from "../create-package.ts";
import type { Extraction, Extractor, ExtractorContext } from "../extractor.ts";
import { parseKeyFile } from "./parse-key-file.ts";
import { readMetainfo } from "./read-metainfo.ts";

/**
 * Finds applications and runtimes that flatpak installed for the system or for a user. Their purls are of type
 * `generic`, because none is registered for flatpak.
 */
export const flatpakExtractor: Extractor = {
  name: "flatpak",
  version: 1,
  ecosystem: "flatpak",
  capabilities: {
    reads: ["**/flatpak/{app,runtime}/*/*/*/*/metadata"],
    presence: ["installed"],
    files: true,
    digests: false,
    dependencies: true,
    licenses: true,
  },
  wants: ({ path, type }) =>
    path.endsWith("/metadata") && type === "file" && parseLocation(path) !== undefined,
  extract,
};

/** Where a deployed application or runtime is, `/var/lib/flatpak/app/ID/ARCHITECTURE/BRANCH/COMMIT/metadata`. */
interface Location {
  /** The folder of the whole installation. */
  readonly installation: string;
  readonly kind: "app" | "runtime";
  readonly id: string;
  readonly architecture: string;
  readonly branch: string;
}

function parseLocation(path: string): Location | undefined {
  const start = path.lastIndexOf("/flatpak/");
  if (start < 0) return undefined;
  const end = start + "/flatpak".length;
  const parts = path.slice(end + 1).split("/");
  const [kind, id, architecture, branch] = parts;
  if ((kind !== "app" && kind !== "runtime") || parts.length !== 6) return undefined;
  if (!id || !architecture || !branch) return undefined;
  return { installation: path.slice(0, end), kind, id, architecture, branch };
}

async function extract(context: ExtractorContext): Promise<Extraction> {
  const packages: Package[] = [];
  const deployed = new Map<string, PackageId>();
  const installations = new Set<string>();
  const byReference = new Map<string, PackageId[]>();
  const requirements: { from: PackageId; requirement: string; readFrom: string }[] = [];
  for (const { path } of context.wanted) {
    const location = parseLocation(path);
    const bytes = location && (await context.read(path));
    if (location === undefined || bytes === undefined) continue;
    const found = await toPackage(context, path, location);
    packages.push(found);
    installations.add(location.installation);
    const reference = `${location.id}/${location.architecture}/${location.branch}`;
    const commits = byReference.get(reference);
    if (commits) commits.push(found.id);
    else byReference.set(reference, [found.id]);
    const requirement = parseKeyFile(decodeName(bytes)).get("Application")?.get("runtime");
    if (requirement) requirements.push({ from: found.id, requirement, readFrom: path });
    deployed.set(parentPath(path), found.id);
  }
  const dependencies = requirements.map(
    (each): Dependency => ({
      ...each,
      kind: "runtime",
      satisfiedBy: byReference.get(each.requirement) ?? [],
    }),
  );
  return {
    packages,
    dependencies,
    claims: claimFolders(context.index, deployed),
    databases: [...installations],
  };
}

async function toPackage(
  context: ExtractorContext,
  file: string,
  { kind, id: name, architecture, branch }: Location,
): Promise<Package> {
  const location = parentPath(file);
  const { version: release, license } = await readMetainfo(context, `${location}/files`, name);
  // A runtime has a branch for each version; the branches of applications are called `stable` and the like.
  const version = kind === "runtime" ? branch : release;
  return createPackage(context, flatpakExtractor, {
    name,
    location,
    file,
    architecture,
    ...(version !== undefined && { version }),
    purl: { type: "generic", qualifiers: { arch: architecture, branch } },
    ...(license !== undefined && { licenses: [license] }),
  });
}
