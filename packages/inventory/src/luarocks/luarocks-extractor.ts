import { decodeName, joinPath } from "@coppice/image";
import type { Dependency, Package, PackageId } from "@coppice/types";
import { claimFolders } from "../claim-folders.ts";
import { createNearest, type Nearest } from "../create-nearest.ts";
import { createPackage } from "../create-package.ts";
import type { Claim, Extraction, Extractor, ExtractorContext } from "../extractor.ts";
import { mapConcurrently } from "../map-concurrently.ts";
import { type LuaTable, type LuaValue, parseLuaTables } from "./parse-lua-tables.ts";
import { type RockPlace, rockPlace } from "./rock-place.ts";

/**
 * Finds the rocks that LuaRocks installed, with the modules and programs that it put in place. Name and version are those of
 * the folder: a rockspec is a program, and many compute theirs.
 */
export const luarocksExtractor: Extractor = {
  name: "luarocks",
  version: 1,
  ecosystem: "luarocks",
  capabilities: {
    reads: ["lib/luarocks/rocks-LUA/NAME/VERSION/*.rockspec", "rock_manifest"],
    presence: ["installed"],
    files: true,
    digests: true,
    dependencies: true,
    licenses: true,
  },
  wants: ({ path, type }) =>
    type === "file" && path.endsWith(".rockspec") && rockPlace(path) !== undefined,
  extract,
};

interface Rock extends RockPlace {
  readonly file: string;
  readonly specification: LuaTable;
  /** Names below the folder with digests; see LuaRocks' `rock_manifest`. */
  readonly manifest: LuaTable;
  readonly found: Package;
}

async function extract(context: ExtractorContext): Promise<Extraction> {
  const texts = await mapConcurrently(context.wanted, 8, async ({ path }) => {
    const place = rockPlace(path);
    if (place === undefined) return [];
    const manifest = joinPath(place.folder, "rock_manifest");
    const isThere = context.index.lookup(manifest)?.type === "file";
    const bytes = isThere ? await context.read(manifest) : undefined;
    return [{ ...place, file: path, bytes: await context.read(path), manifest: bytes }];
  });
  const rocks = texts.flat().map(({ bytes, manifest, ...place }): Rock => {
    const specification = parseLuaTables(decodeName(bytes ?? new Uint8Array()));
    if (bytes && !specification.has("package")) {
      const message = "no package in it; the rock is told without its licence and dependencies";
      context.onProblem({ code: "LUAROCKS_ROCKSPEC_INVALID", message, path: place.file });
    }
    const found = toPackage(context, place, place.file, specification);
    const listed = parseLuaTables(decodeName(manifest ?? new Uint8Array())).get("rock_manifest");
    return { ...place, specification, manifest: tableOf(listed), found };
  });
  const nearest = createNearest(context.onProblem);
  for (const { rocks: place, found } of rocks) nearest.add(place, found.name, found.id);
  return {
    packages: rocks.map(({ found }) => found),
    dependencies: rocks.flatMap((rock) => dependenciesOf(rock, nearest)),
    claims: claimFiles(context, rocks),
    databases: [...new Set(rocks.map((rock) => rock.rocks))].map((place) =>
      joinPath(place, "manifest"),
    ),
  };
}

function toPackage(
  context: ExtractorContext,
  { name, version, folder }: RockPlace,
  file: string,
  specification: LuaTable,
): Package {
  const description = tableOf(specification.get("description"));
  const license = description.get("license");
  const summary = description.get("summary");
  return createPackage(context, luarocksExtractor, {
    name,
    version,
    location: folder,
    file,
    ...(typeof license === "string" && license !== "" && { licenses: [license] }),
    ...(typeof summary === "string" && summary !== "" && { description: summary }),
  });
}

function dependenciesOf(
  { rocks, specification, file, found }: Rock,
  nearest: Nearest,
): Dependency[] {
  const written = [...tableOf(specification.get("dependencies")).values()];
  return written.flatMap((requirement): Dependency[] => {
    if (typeof requirement !== "string") return [];
    const name = (requirement.trim().split(/[ <>=~,]/, 1)[0] ?? "").toLowerCase();
    // Lua itself is no rock.
    if (name === "" || name === "lua") return [];
    const satisfiedBy = nearest.find(rocks, name);
    return [{ from: found.id, kind: "runtime", requirement, satisfiedBy, readFrom: file }];
  });
}

/** Its records, and what it installed into the tree above them: modules in `share` and `lib`, programs in `bin`. */
function* claimFiles(context: ExtractorContext, rocks: readonly Rock[]): Generator<Claim> {
  const folders = rocks.map(({ folder, found }): [string, PackageId] => [folder, found.id]);
  yield* claimFolders(context.index, new Map(folders));
  for (const { tree, lua, manifest, found } of rocks) {
    const places = [
      ["lua", `share/lua/${lua}`],
      ["lib", `lib/lua/${lua}`],
      ["bin", "bin"],
    ] as const;
    for (const [member, place] of places) {
      for (const [listed, md5] of filesOf(manifest.get(member), joinPath(tree, place))) {
        const path = context.canonical(listed);
        // A program is wrapped when it is put in place, and so has another digest.
        const isSaid = member !== "bin" && /^[0-9a-f]{32}$/.test(md5);
        yield { path, package: found.id, ...(isSaid && { digest: `md5:${md5}` }) };
      }
    }
  }
}

/** The files of a manifest's table with their digests; tables in it are folders. */
function* filesOf(
  value: LuaValue | undefined,
  folder: string,
): Generator<readonly [path: string, md5: string]> {
  const pending: [string, LuaTable][] = [[folder, tableOf(value)]];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [path, table] = next;
    for (const [name, below] of table) {
      if (name === ".." || name.includes("/")) continue;
      if (typeof below === "string") yield [joinPath(path, name), below];
      else pending.push([joinPath(path, name), below]);
    }
  }
}

function tableOf(value: LuaValue | undefined): LuaTable {
  return typeof value === "object" ? value : new Map();
}
