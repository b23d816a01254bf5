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
  wants: ({ path, type }) => path.startsWith(components) && type === "file" && isDocument(path),
  extract,
};

const components = "/opt/bitnami/";

/** One right in the folder of a component. */
function isDocument(path: string): boolean {
  const slash = path.lastIndexOf("/");
  return (
    slash > components.length &&
    slash === path.indexOf("/", components.length) &&
    path.endsWith(".spdx") &&
    path.startsWith(".spdx-", slash + 1)
  );
}

async function extract(context: ExtractorContext): Promise<Extraction> {
  const read = await mapConcurrently(context.wanted, 8, async ({ path }) => {
    const bytes = await context.read(path);
    return bytes && { path, document: parseBitnamiDocument(bytes) };
  });
  const packages: Package[] = [];
  const dependencies: Dependency[] = [];
  const folders = new Map<string, Map<string, PackageId>>();
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
    packages.push(main);
    const folder = parentPath(path);
    const inFolder = folders.get(folder) ?? new Map<string, PackageId>();
    folders.set(folder, inFolder);
    if (!inFolder.has(main.name)) inFolder.set(main.name, main.id);
    for (const part of parts) {
      packages.push(part);
      const requirement = part.version === undefined ? part.name : `${part.name}@${part.version}`;
      const edge = { from: main.id, kind: "runtime", readFrom: path } as const;
      dependencies.push({ ...edge, requirement, satisfiedBy: [part.id] });
    }
  }
  return {
    packages,
    dependencies,
    claims: claimFiles(context, folders),
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

/** Small programs share the folder `common`: a file is of the one that it is named after, or else of the first. */
function* claimFiles(
  { index }: ExtractorContext,
  folders: ReadonlyMap<string, ReadonlyMap<string, PackageId>>,
): Generator<Claim> {
  for (const [folder, inFolder] of folders) {
    const [first] = inFolder.values();
    for (const path of pathsBelow(index, folder)) {
      const id = inFolder.get(path.slice(path.lastIndexOf("/") + 1)) ?? first;
      if (id !== undefined) yield { path, package: id };
    }
  }
}
