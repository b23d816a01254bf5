import { decodeName, joinPath, parentPath } from "@coppice/image";
import type { Dependency, Package, PackageId } from "@coppice/types";
import { createPackage } from "../create-package.ts";
import type { Claim, Extraction, Extractor, ExtractorContext } from "../extractor.ts";
import { mapConcurrently } from "../map-concurrently.ts";
import { pathsBelow } from "../paths-below.ts";
import { type LuaTable, type LuaValue, parseLuaTables } from "./parse-lua-tables.ts";

/** Finds the rocks that LuaRocks installed, with the modules and programs that it put in place. */
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
    type === "file" && path.endsWith(".rockspec") && path.includes("/luarocks/rocks"),
  extract,
};

interface Rock {
  /** Folder of its records. */
  readonly folder: string;
  readonly file: string;
  readonly specification: LuaTable;
  /** Names below the folder with digests; see LuaRocks' `rock_manifest`. */
  readonly manifest: LuaTable;
  readonly found: Package;
}

async function extract(context: ExtractorContext): Promise<Extraction> {
  const texts = await mapConcurrently(context.wanted, 8, async ({ path }) => {
    const folder = parentPath(path);
    const manifest = joinPath(folder, "rock_manifest");
    const bytes = context.index.lookup(manifest) && (await context.read(manifest));
    return { file: path, folder, bytes: await context.read(path), manifest: bytes };
  });
  const rocks = texts.flatMap(({ file, folder, bytes, manifest }): Rock[] => {
    const specification = parseLuaTables(decodeName(bytes ?? new Uint8Array()));
    const found = toPackage(context, file, specification);
    if (found === undefined) return [];
    const listed = parseLuaTables(decodeName(manifest ?? new Uint8Array())).get("rock_manifest");
    return [{ folder, file, specification, manifest: tableOf(listed), found }];
  });
  const ids = new Map(
    rocks.map(({ found }): [string, PackageId] => [found.name.toLowerCase(), found.id]),
  );
  return {
    packages: rocks.map(({ found }) => found),
    dependencies: rocks.flatMap((rock) => dependenciesOf(rock, ids)),
    claims: claimFiles(context, rocks),
    databases: [...new Set(rocks.map(({ folder }) => parentPath(parentPath(folder))))].map((tree) =>
      joinPath(tree, "manifest"),
    ),
  };
}

function toPackage(
  context: ExtractorContext,
  file: string,
  specification: LuaTable,
): Package | undefined {
  const name = specification.get("package");
  const version = specification.get("version");
  if (typeof name !== "string" || typeof version !== "string") {
    const message = "no package or version; the rock is left out";
    context.onProblem({ code: "LUAROCKS_ROCKSPEC_INVALID", message, path: file });
    return undefined;
  }
  const description = tableOf(specification.get("description"));
  const license = description.get("license");
  const summary = description.get("summary");
  return createPackage(context, luarocksExtractor, {
    name,
    version,
    location: parentPath(file),
    file,
    ...(typeof license === "string" && { licenses: [license] }),
    ...(typeof summary === "string" && { description: summary }),
  });
}

function dependenciesOf(
  { specification, file, found }: Rock,
  ids: ReadonlyMap<string, PackageId>,
): Dependency[] {
  const written = [...tableOf(specification.get("dependencies")).values()];
  return written.flatMap((requirement): Dependency[] => {
    if (typeof requirement !== "string") return [];
    const name = (requirement.trim().split(/[ <>=~,]/, 1)[0] ?? "").toLowerCase();
    // Lua itself is no rock.
    if (name === "" || name === "lua") return [];
    const satisfier = ids.get(name);
    const satisfiedBy = satisfier === undefined ? [] : [satisfier];
    return [{ from: found.id, kind: "runtime", requirement, satisfiedBy, readFrom: file }];
  });
}

/** Its records, and what it installed into the tree above them: modules in `share` and `lib`, programs in `bin`. */
function* claimFiles({ index }: ExtractorContext, rocks: readonly Rock[]): Generator<Claim> {
  for (const { folder, manifest, found } of rocks) {
    for (const path of pathsBelow(index, folder)) yield { path, package: found.id };
    const [, tree, version] = /^(.*)\/lib\/luarocks\/rocks-?([\d.]{0,9})\//.exec(folder) ?? [];
    if (tree === undefined || version === undefined) continue;
    const places = [
      ["lua", `share/lua/${version}`],
      ["lib", `lib/lua/${version}`],
      ["bin", "bin"],
    ] as const;
    for (const [member, place] of places) {
      const listed = filesOf(tableOf(manifest.get(member)), joinPath(tree || "/", place));
      for (const [path, md5] of listed) {
        // A program is wrapped when it is put in place, and so has another digest.
        const digest = member === "bin" ? {} : { digest: `md5:${md5}` };
        yield { path, package: found.id, ...digest };
      }
    }
  }
}

/** The files of a manifest's table with their digests; tables in it are folders. */
function* filesOf(
  table: LuaTable,
  folder: string,
): Generator<readonly [path: string, md5: string]> {
  const pending: [string, LuaValue][] = [...table].map(([name, value]) => [
    joinPath(folder, name),
    value,
  ]);
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [path, value] = next;
    if (typeof value === "string") yield [path, value];
    else for (const [name, below] of value) pending.push([joinPath(path, name), below]);
  }
}

function tableOf(value: LuaValue | undefined): LuaTable {
  return typeof value === "object" ? value : new Map();
}
