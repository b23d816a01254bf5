import { decodeName, decompressZstd } from "@coppice/image";
import { isCoppiceError, type Package, type PackageId } from "@coppice/types";
import { createPackage } from "../create-package.ts";
import { readDebianLicenses } from "../dpkg/read-debian-licenses.ts";
import type { Claim, Extraction, Extractor, ExtractorContext } from "../extractor.ts";
import { joinParts } from "../join-parts.ts";
import {
  type ChiselManifest,
  type ChiselPackage,
  parseChiselManifest,
} from "./parse-chisel-manifest.ts";

/** Decompressed bytes of a manifest; a path needs some two hundred. */
const maximumManifest = 64 * 1024 * 1024;

/** Finds the Ubuntu packages of which an image has slices, in the manifest that chisel writes. */
export const chiselExtractor: Extractor = {
  name: "chisel",
  version: 1,
  ecosystem: "deb",
  capabilities: {
    reads: ["**/manifest.wall", "usr/share/doc/*/copyright"],
    presence: ["installed"],
    files: true,
    digests: true,
    dependencies: false,
    licenses: true,
  },
  wants: ({ path }, format) => format === "zstd" && path.endsWith("/manifest.wall"),
  extract,
};

async function extract(context: ExtractorContext): Promise<Extraction> {
  const packages: Package[] = [];
  const claims: Claim[] = [];
  const ids = new Map<string, PackageId>();
  for (const { path: location } of context.wanted) {
    const manifest = await readManifest(context, location);
    for (const each of manifest?.packages ?? []) {
      // Several manifests may be written, each of all slices.
      if (ids.has(each.name)) continue;
      const found = await toPackage(context, each, location);
      ids.set(each.name, found.id);
      packages.push(found);
    }
    for (const { path: listed, packages: names, digest } of manifest?.paths ?? []) {
      const path = context.canonical(listed);
      for (const name of names) {
        const id = ids.get(name);
        if (id !== undefined) {
          claims.push({ path, package: id, ...(digest !== undefined && { digest }) });
        }
      }
    }
  }
  return { packages, claims, databases: context.wanted.map(({ path }) => path) };
}

async function readManifest(
  context: ExtractorContext,
  path: string,
): Promise<ChiselManifest | undefined> {
  const problem = (code: string, message: string) => context.onProblem({ code, message, path });
  const packed = await context.read(path);
  if (packed === undefined) return undefined;
  let text = "";
  try {
    text = decodeName(await decompress(packed));
  } catch (error) {
    if (!isCoppiceError(error)) throw error;
    problem("CHISEL_MANIFEST_INVALID", `its packages are left out: ${error.message}`);
    return undefined;
  }
  const manifest = parseChiselManifest(text);
  if (manifest === undefined) {
    const message = "it does not begin as a manifest; its packages are left out";
    problem("CHISEL_MANIFEST_INVALID", message);
  } else if (manifest.unreadable > 0) {
    const message = `it has ${manifest.unreadable} unreadable lines; the others are used`;
    problem("CHISEL_MANIFEST_DAMAGED", message);
  }
  return manifest;
}

async function decompress(packed: Uint8Array): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of decompressZstd([packed], { limits: { bytes: maximumManifest } })) {
    chunks.push(chunk.slice());
    size += chunk.length;
  }
  return joinParts(chunks, size);
}

async function toPackage(
  context: ExtractorContext,
  { name, version, architecture, digest }: ChiselPackage,
  location: string,
): Promise<Package> {
  const { id: namespace = "ubuntu", codename } = context.distribution ?? {};
  const licenses = await readDebianLicenses(context, name);
  return createPackage(context, chiselExtractor, {
    name,
    version,
    location,
    ...(architecture && { architecture }),
    purl: {
      namespace,
      qualifiers: {
        ...(architecture && { arch: architecture }),
        ...(codename && { distro: codename }),
      },
    },
    ...(licenses.length > 0 && { licenses }),
    ...(digest && { digests: [digest] }),
  });
}
