import { decodeName, parentPath } from "@coppice/image";
import type { FileEntry, Package } from "@coppice/types";
import { createPackage } from "../create-package.ts";
import type { Claim, Extraction, Extractor, ExtractorContext } from "../extractor.ts";
import { pathsBelow } from "../paths-below.ts";
import { parseSnapYaml } from "./parse-snap-yaml.ts";
import { readStagedPackages } from "./read-staged-packages.ts";

const description = "/meta/snap.yaml";
const mountFolders = ["/snap/", "/var/lib/snapd/snap/"];
const packedFolders = ["/var/lib/snapd/snaps", "/var/lib/snapd/seed/snaps"];

/**
 * Finds snaps, unpacked and as the files that snapd mounts, and the Debian packages that unpacked ones were made of. A
 * root may be a snap itself. Purls of snaps are of type `generic`, because none is registered for them.
 */
export const snapExtractor: Extractor = {
  name: "snap",
  version: 1,
  ecosystem: "snap",
  capabilities: {
    reads: [
      "snap/*/*/meta/snap.yaml",
      "snap/*/*/snap/manifest.yaml",
      "snap/*/*/usr/share/snappy/dpkg.list",
      "var/lib/snapd/snaps/*.snap",
      "meta/snap.yaml",
    ],
    presence: ["installed"],
    files: true,
    digests: false,
    dependencies: false,
    licenses: true,
  },
  wants: (entry) => isDescription(entry) || isPacked(entry),
  extract,
};

function isDescription({ path, type }: FileEntry): boolean {
  if (type !== "file" || !path.endsWith(description)) return false;
  const folder = path.slice(0, -description.length);
  if (folder === "") return true;
  const mount = mountFolders.find((each) => folder.startsWith(each));
  return mount !== undefined && folder.slice(mount.length).split("/").length === 2;
}

function isPacked({ path, type }: FileEntry): boolean {
  return type === "file" && path.endsWith(".snap") && packedFolders.includes(parentPath(path));
}

async function extract(context: ExtractorContext): Promise<Extraction> {
  const packages: Package[] = [];
  const claims: Claim[] = [];
  const unpacked = new Map<string, Package>();
  for (const entry of context.wanted) {
    if (!isDescription(entry)) continue;
    const location = entry.path.slice(0, -description.length) || "/";
    const found = await readSnap(context, entry.path, location);
    if (found === undefined) continue;
    packages.push(found);
    for (const staged of await readStagedPackages(context, location, found.id)) {
      packages.push(staged);
    }
    unpacked.set(location.split("/").slice(-2).join("/"), found);
    for (const path of pathsBelow(context.index, location)) {
      claims.push({ path, package: found.id });
    }
  }
  for (const { path } of context.wanted.filter(isPacked)) {
    const file = path.slice(path.lastIndexOf("/") + 1, -".snap".length);
    const cut = file.lastIndexOf("_");
    if (cut <= 0) continue;
    // Of several instances of a snap each has a key after the name.
    const instance = file.slice(0, cut);
    const name = instance.split("_", 1)[0] ?? instance;
    const revision = file.slice(cut + 1);
    let found = unpacked.get(`${instance}/${revision}`);
    if (found === undefined) {
      // What its version is called stands inside.
      const purl = { type: "generic", qualifiers: { revision } };
      found = createPackage(context, snapExtractor, { name, location: path, purl });
      packages.push(found);
    }
    claims.push({ path, package: found.id });
  }
  return { packages, claims, databases: context.wanted.length > 0 ? ["/var/lib/snapd"] : [] };
}

async function readSnap(
  context: ExtractorContext,
  file: string,
  location: string,
): Promise<Package | undefined> {
  const members = parseSnapYaml(decodeName((await context.read(file)) ?? new Uint8Array()));
  const text = (name: string) => members.get(name)?.[0];
  const name = text("name");
  if (name === undefined) {
    const message = "it gives no name; the snap is left out";
    context.onProblem({ code: "SNAP_DESCRIPTION_INVALID", message, path: file });
    return undefined;
  }
  const version = text("version");
  const [architecture, another] = members.get("architectures") ?? [];
  const single = another === undefined ? architecture : undefined;
  const license = text("license");
  const summary = text("summary");
  return createPackage(context, snapExtractor, {
    name,
    location,
    file,
    ...(version !== undefined && { version }),
    ...(single !== undefined && { architecture: single }),
    purl: { type: "generic", qualifiers: single === undefined ? {} : { arch: single } },
    ...(license !== undefined && { licenses: [license] }),
    ...(summary !== undefined && { description: summary }),
  });
}
