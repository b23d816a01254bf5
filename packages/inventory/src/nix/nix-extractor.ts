import type { Dependency, FileEntry, Package } from "@coppice/types";
import { createPackage } from "../create-package.ts";
import type { Claim, Extraction, Extractor, ExtractorContext } from "../extractor.ts";
import { pathsBelow } from "../paths-below.ts";
import { parseStoreName, type StoreName } from "./parse-store-name.ts";
import { nixDatabase, readNixReferences } from "./read-nix-references.ts";

const store = "/nix/store";

/**
 * Finds what is in Nix's store, with all files below each of its paths, and what the database says that these refer to.
 * Derivations, which say how something is built, are records. No purl type is registered for Nix; `pkg:nix` is what other
 * tools write.
 */
export const nixExtractor: Extractor = {
  name: "nix",
  version: 1,
  ecosystem: "nix",
  capabilities: {
    reads: ["nix/store/*", "nix/var/nix/db/db.sqlite"],
    presence: ["installed"],
    files: true,
    digests: false,
    dependencies: true,
    licenses: false,
  },
  wants: ({ path }) => path === store || path === nixDatabase,
  extract,
};

async function extract(context: ExtractorContext): Promise<Extraction> {
  const packages = new Map<string, Package>();
  const databases = ["/nix/var/nix", `${store}/.links`];
  for (const entry of childrenOfStore(context)) {
    const { path } = entry;
    const name = parseStoreName(path.slice(store.length + 1));
    if (name === undefined) continue;
    if (path.endsWith(".drv")) databases.push(path);
    else packages.set(path, toPackage(context, path, name));
  }
  const dependencies: Dependency[] = [];
  for (const { from, to } of packages.size > 0 ? await readNixReferences(context) : []) {
    const source = packages.get(from);
    const target = packages.get(to);
    if (source === undefined) continue;
    dependencies.push({
      from: source.id,
      kind: "runtime",
      requirement: to,
      satisfiedBy: target === undefined ? [] : [target.id],
      readFrom: nixDatabase,
    });
  }
  return {
    packages: [...packages.values()],
    dependencies,
    claims: claimsOf(context, packages),
    databases,
  };
}

function childrenOfStore(context: ExtractorContext): Iterable<FileEntry> {
  const isThere = context.wanted.some(({ path, type }) => path === store && type === "directory");
  return isThere ? context.index.children(store) : [];
}

function toPackage(context: ExtractorContext, location: string, found: StoreName): Package {
  const { hash, name, version, output } = found;
  return createPackage(context, nixExtractor, {
    name,
    location,
    ...(version !== undefined && { version }),
    purl: { qualifiers: { outputhash: hash, ...(output !== undefined && { output }) } },
  });
}

function* claimsOf(
  context: ExtractorContext,
  packages: ReadonlyMap<string, Package>,
): Generator<Claim> {
  for (const [location, { id }] of packages) {
    for (const path of pathsBelow(context.index, location)) yield { path, package: id };
  }
}
