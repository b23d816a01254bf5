import { decodeName, joinPath, parentPath } from "@coppice/image";
import type { ExtractorContext } from "../extractor.ts";
import { type PnpPackage, parsePnpMap } from "./parse-pnp-map.ts";

/** A package that Node loads out of an archive, through Yarn's Plug'n'Play. */
export interface PnpArchive {
  readonly name: string;
  readonly version?: string;
  /** The zip file, without a link in its path. */
  readonly path: string;
  readonly map: string;
  /** The same package, once for each set of peers that it was given. */
  readonly instances: readonly PnpPackage[];
}

/** What is installed by Plug'n'Play. */
export interface PnpPackages {
  readonly archives: readonly PnpArchive[];
  /** Finds the path of the archive of what a package gets, by map, name and reference. */
  pathOf(map: string, name: string, reference: string): string | undefined;
}

/** The packages in the archives that maps of Plug'n'Play name, as far as the archives are there. */
export async function findPnpPackages(
  context: ExtractorContext,
  maps: readonly string[],
): Promise<PnpPackages> {
  const archives = new Map<string, PnpArchive & { readonly instances: PnpPackage[] }>();
  const paths = new Map<string, string>();
  for (const map of maps) {
    const bytes = await context.read(map);
    if (bytes === undefined) continue;
    const packages = parsePnpMap(decodeName(bytes));
    // With its data in a file beside it, the program itself has none.
    const data = joinPath(parentPath(map), ".pnp.data.json");
    if (packages === undefined && context.index.lookup(data) && map !== data) continue;
    if (packages === undefined) reportMap(context, map);
    for (const each of packages ?? []) {
      const path = archiveOf(context, map, each.location);
      if (path === undefined) continue;
      paths.set(keyOf(map, each.name, each.reference), path);
      const known = archives.get(path);
      if (known) known.instances.push(each);
      else archives.set(path, { ...each, ...versionOf(each), path, map, instances: [each] });
    }
  }
  return {
    archives: [...archives.values()],
    pathOf: (map, name, reference) => paths.get(keyOf(map, name, reference)),
  };
}

function keyOf(map: string, name: string, reference: string): string {
  return JSON.stringify([map, name, reference]);
}

function reportMap({ onProblem }: ExtractorContext, path: string): void {
  const message = "no map of packages was found in it; those in archives are left out";
  onProblem({ code: "NPM_PNP_INVALID", message, path });
}

/**
 * The archive in a location, `./.yarn/cache/NAME.zip/node_modules/NAME/`. A folder `__virtual__/ID/N` stands for the one
 * that is N folders above it; see Yarn's "PnP specification", "Virtual folders".
 */
function archiveOf(context: ExtractorContext, map: string, location: string): string | undefined {
  const end = location.indexOf(".zip/");
  if (end < 0) return undefined;
  const parts = location.slice(0, end + ".zip".length).split("/");
  const virtual = parts.findIndex((part) => part === "__virtual__" || part === "$$virtual");
  const depth = Number(parts[virtual + 2]);
  if (virtual >= 0 && Number.isInteger(depth) && depth >= 0 && depth <= parts.length) {
    parts.splice(virtual, 3, ...Array.from({ length: depth }, () => ".."));
  }
  const path = context.canonical(joinPath(parentPath(map), parts.join("/")));
  return context.index.lookup(path)?.type === "file" ? path : undefined;
}

/** The version stands after `npm:`, or among what a patch is bound to. */
function versionOf({ reference }: PnpPackage): { readonly version?: string } {
  const plain = reference.startsWith("virtual:")
    ? reference.slice(reference.indexOf("#") + 1)
    : reference;
  const [source = "", bindings = ""] = plain.split("::");
  const version = source.startsWith("npm:")
    ? source.slice("npm:".length)
    : new URLSearchParams(bindings).get("version");
  return version ? { version } : {};
}

/** The programs by which Node loads from archives: set-up makes them. */
export function pnpPrograms({ index }: ExtractorContext, maps: readonly string[]): string[] {
  const names = [".pnp.cjs", ".pnp.js", ".pnp.data.json", ".pnp.loader.mjs"];
  const folders = [...new Set(maps.map(parentPath))];
  return folders
    .flatMap((folder) => names.map((name) => joinPath(folder, name)))
    .filter((path) => index.lookup(path));
}
