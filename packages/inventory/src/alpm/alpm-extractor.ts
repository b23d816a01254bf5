import { decodeName, parentPath } from "@coppice/image";
import { type Digest, isCoppiceError, type Package } from "@coppice/types";
import { createPackage } from "../create-package.ts";
import { decompress } from "../decompress.ts";
import type { Claim, Extraction, Extractor, ExtractorContext } from "../extractor.ts";
import { mapConcurrently } from "../map-concurrently.ts";
import { parseAlpmRecord } from "./parse-alpm-record.ts";
import { parseMtree } from "./parse-mtree.ts";
import { type AlpmCandidate, resolveAlpmDependencies } from "./resolve-alpm-dependencies.ts";

const localFolder = "/var/lib/pacman/local/";
/** A manifest is some bytes for each file of a package. */
const maximumManifest = 64 * 1024 * 1024;

/** Finds the packages in pacman's local database, of Arch Linux and its derivatives. */
export const alpmExtractor: Extractor = {
  name: "alpm",
  version: 1,
  ecosystem: "alpm",
  capabilities: {
    reads: ["var/lib/pacman/local/*/{desc,files,mtree}"],
    presence: ["installed"],
    files: true,
    digests: true,
    dependencies: true,
    licenses: true,
  },
  wants: ({ path, type }) =>
    path.endsWith("/desc") && path.startsWith(localFolder) && type === "file",
  extract,
};

async function extract(context: ExtractorContext): Promise<Extraction> {
  const packages: Package[] = [];
  const installed: AlpmCandidate[] = [];
  const claims: Claim[] = [];
  const found = await mapConcurrently(context.wanted, 8, async ({ path }) => ({
    location: parentPath(path),
    sections: await readSections(context, path),
  }));
  for (const { location, sections } of found) {
    const [name] = sections.get("NAME") ?? [];
    const [version] = sections.get("VERSION") ?? [];
    if (!name || !version) {
      const message = "the record lacks NAME or VERSION; its package is left out";
      context.onProblem({ code: "ALPM_RECORD_INVALID", message, path: `${location}/desc` });
      continue;
    }
    const candidate = { name, version, location, sections };
    const { id } = addPackage(context, packages, candidate);
    installed.push({ id, ...candidate });
  }
  const files = await mapConcurrently(installed, 8, (each) => readClaims(context, each));
  for (const each of files) for (const claim of each) claims.push(claim);
  return {
    packages,
    dependencies: resolveAlpmDependencies(installed, context.onProblem),
    claims,
    databases:
      context.wanted.length > 0
        ? ["/var/lib/pacman", "/var/cache/pacman", "/var/log/pacman.log", "/etc/pacman.d/gnupg"]
        : [],
  };
}

async function readSections(
  context: ExtractorContext,
  path: string,
): Promise<ReadonlyMap<string, readonly string[]>> {
  return parseAlpmRecord(decodeName((await context.read(path)) ?? new Uint8Array()));
}

function addPackage(
  context: ExtractorContext,
  packages: Package[],
  { name, version, location, sections }: Omit<AlpmCandidate, "id">,
): Package {
  const first = (section: string) => sections.get(section)?.[0];
  const architecture = first("ARCH");
  const base = first("BASE");
  const description = first("DESC");
  const supplier = first("PACKAGER");
  const licenses = sections.get("LICENSE") ?? [];
  const found = createPackage(context, alpmExtractor, {
    name,
    version,
    location,
    file: `${location}/desc`,
    ...(architecture && { architecture }),
    purl: {
      namespace: context.distribution?.id ?? "arch",
      qualifiers: architecture ? { arch: architecture } : {},
    },
    ...(base && { source: { name: base, version } }),
    ...(licenses.length > 0 && { licenses }),
    ...(description && { description }),
    ...(supplier && { supplier }),
  });
  packages.push(found);
  return found;
}

async function readClaims(
  context: ExtractorContext,
  { id, name, location }: AlpmCandidate,
): Promise<Claim[]> {
  const list = `${location}/files`;
  if (context.index.lookup(list) === undefined) {
    const message = `no list of the files of ${name} is there; they count as unowned`;
    context.onProblem({ code: "ALPM_LIST_ABSENT", message, path: location });
    return [];
  }
  const sections = await readSections(context, list);
  const digests = await readDigests(context, `${location}/mtree`);
  const backups = new Map(
    (sections.get("BACKUP") ?? []).map((line) => {
      const [file = "", sum = ""] = line.split("\t");
      return [`/${file}`, /^[0-9a-f]{32}$/.test(sum) ? `md5:${sum}` : undefined];
    }),
  );
  return (sections.get("FILES") ?? []).map((listed): Claim => {
    const path = `/${listed.endsWith("/") ? listed.slice(0, -1) : listed}`;
    const configuration = backups.has(path);
    const digest = digests.get(path) ?? backups.get(path);
    return {
      path: context.canonical(path),
      package: id,
      ...(configuration && { configuration }),
      ...(digest !== undefined && { digest }),
    };
  });
}

/** The digests of regular files that the package had when it was built. */
async function readDigests(
  context: ExtractorContext,
  path: string,
): Promise<ReadonlyMap<string, Digest>> {
  const digests = new Map<string, Digest>();
  const packed = context.index.lookup(path) && (await context.read(path));
  if (packed === undefined) return digests;
  try {
    // Packages of long ago have it uncompressed.
    const isPacked = packed[0] === 0x1f && packed[1] === 0x8b;
    const bytes = isPacked ? await decompress(packed, "gzip", maximumManifest) : packed;
    for (const { path: file, keywords } of parseMtree(decodeName(bytes))) {
      const sha256 = keywords.get("sha256digest");
      const md5 = keywords.get("md5digest");
      if (sha256 && /^[0-9a-f]{64}$/.test(sha256)) digests.set(file, `sha256:${sha256}`);
      else if (md5 && /^[0-9a-f]{32}$/.test(md5)) digests.set(file, `md5:${md5}`);
    }
  } catch (error) {
    if (!isCoppiceError(error)) throw error;
    const message = `whether files were changed is not known: ${error.message}`;
    context.onProblem({ code: "ALPM_MTREE_INVALID", message, path });
  }
  return digests;
}
