import { parentPath } from "@coppice/image";
import type { Dependency, Package, PackageId } from "@coppice/types";
import { createPackage } from "../create-package.ts";
import type { Claim, Extraction, Extractor, ExtractorContext } from "../extractor.ts";
import { mapConcurrently } from "../map-concurrently.ts";
import { pathsBelow } from "../paths-below.ts";
import { type BitnamiDocument, parseBitnamiDocument } from "./parse-bitnami-document.ts";

/** Finds the components of Bitnami's images: each folder has an SPDX document of what it was built from. */
export const bitnamiExtractor: Extractor = {
  name: "bitnami",
  version: 1,
  ecosystem: "bitnami",
  capabilities: {
    reads: ["opt/bitnami/NAME/.spdx-NAME.spdx"],
    presence: ["installed"],
    files: true,
    digests: false,
    dependencies: true,
    licenses: true,
  },
  wants: ({ path, type }) =>
    type === "file" && path.startsWith("/opt/bitnami/") && isDocument(path),
  extract,
};

function isDocument(path: string): boolean {
  return path.endsWith(".spdx") && path.slice(path.lastIndexOf("/") + 1).startsWith(".spdx-");
}

async function extract(context: ExtractorContext): Promise<Extraction> {
  const read = await mapConcurrently(context.wanted, 8, async ({ path }) => {
    const bytes = await context.read(path);
    return bytes && { path, document: parseBitnamiDocument(bytes) };
  });
  const packages: Package[] = [];
  const dependencies: Dependency[] = [];
  const roots = new Map<string, PackageId>();
  for (const each of read) {
    if (each === undefined) continue;
    const { path, document } = each;
    if (document === undefined) {
      const message =
        "no SPDX document of JSON that says what it describes; its component is left out";
      context.onProblem({ code: "BITNAMI_DOCUMENT_INVALID", message, path });
      continue;
    }
    const [main, ...parts] = toPackages(context, path, document);
    if (main === undefined) continue;
    packages.push(main, ...parts);
    roots.set(parentPath(path), main.id);
    for (const { id, name, version = "" } of parts) {
      const edge = { from: main.id, kind: "runtime", readFrom: path } as const;
      dependencies.push({ ...edge, requirement: `${name}@${version}`, satisfiedBy: [id] });
    }
  }
  return {
    packages,
    dependencies,
    claims: claimFolders(context, roots),
    databases: ["/opt/bitnami/.bitnami_components.json", ...context.wanted.map(({ path }) => path)],
  };
}

/** The component that the document describes, and what it was built from. */
function toPackages(
  context: ExtractorContext,
  file: string,
  { described, others }: BitnamiDocument,
): Package[] {
  return [described, ...others].map(({ name, version, license, purl }) =>
    createPackage(context, bitnamiExtractor, {
      name,
      location: parentPath(file),
      file,
      purl: purl ?? { type: "generic" },
      ...(version !== undefined && { version }),
      ...(license !== undefined && { licenses: [license] }),
    }),
  );
}

function* claimFolders(
  { index }: ExtractorContext,
  roots: ReadonlyMap<string, PackageId>,
): Generator<Claim> {
  for (const [root, id] of roots) {
    for (const path of pathsBelow(index, root)) yield { path, package: id };
  }
}
