import { decodeName, type FileIndex, joinPath, parentPath } from "@coppice/image";
import type { PackageId } from "@coppice/types";
import type { Claim, ExtractorContext } from "../extractor.ts";
import { pathsBelow } from "../paths-below.ts";
import type { Gem } from "./find-gems.ts";
import { readRubyText } from "./read-ruby-text.ts";

/** What is a gem's own: its specification, and what RubyGems puts beside it. See `gem help contents`. */
export async function claimGemFiles(
  context: ExtractorContext,
  ids: ReadonlyMap<Gem, PackageId>,
): Promise<Claim[]> {
  const { index } = context;
  const extensions = createExtensionFolders(index);
  const libraries = createLibraryFolders(index);
  const findPrograms = createFindPrograms(context);
  const claims: Claim[] = [];
  for (const [gem, id] of ids) {
    const { spec, file, kind, home, folder } = gem;
    const paths = new Set([file]);
    const trees = [joinPath(home, `gems/${folder}`)];
    if (kind === "home") {
      trees.push(
        joinPath(home, `cache/${folder}.gem`),
        joinPath(home, `build_info/${folder}.info`),
        joinPath(home, `doc/${folder}`),
        joinPath(home, `plugins/${spec.name}_plugin.rb`),
      );
    }
    for (const place of extensions(home)) trees.push(joinPath(place, folder));
    for (const tree of trees) for (const path of pathsBelow(index, tree)) paths.add(path);
    for (const path of filesIn(index, libraries(gem), spec.files)) paths.add(path);
    for (const path of await findPrograms(gem)) paths.add(path);
    for (const path of paths) claims.push({ path, package: id });
  }
  return claims;
}

/** Of more folders than these, each of which may have files of any gem, the others are not looked into. */
const maximumFolders = 64;

/** `extensions/x86_64-linux/3.1.0`, of which a home has few and all gems look for themselves in each. */
function createExtensionFolders(index: FileIndex): (home: string) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  return (home) => {
    const folders =
      known.get(home) ??
      index
        .children(joinPath(home, "extensions"))
        .flatMap((platform) => index.children(platform.path))
        .slice(0, maximumFolders)
        .map(({ path }) => path);
    known.set(home, folders);
    return folders;
  };
}

/**
 * Where the files of gems lie that have no folder of their own: default gems in Ruby's library, and those that Debian
 * packs, in Ruby's `vendor_ruby`.
 */
function createLibraryFolders(index: FileIndex): (gem: Gem) => readonly string[] {
  const native = index
    .children("/usr/lib")
    .filter(({ path }) => path.includes("-linux-"))
    .slice(0, maximumFolders);
  const known = new Map<string, readonly string[]>();
  return (gem) => {
    const key = `${gem.kind} ${gem.home}`;
    const folders = known.get(key) ?? foldersOf(gem);
    known.set(key, folders);
    return folders;
  };

  function foldersOf({ kind, home }: Gem): readonly string[] {
    const version = home.slice(home.lastIndexOf("/") + 1);
    if (kind === "default") {
      // `lib/ruby/gems/3.1.0` is of `lib/ruby/3.1.0`, whose programs for one architecture lie below it.
      const library = joinPath(parentPath(parentPath(home)), version);
      const inside = index
        .children(library)
        .filter(({ path }) => path.includes("-linux"))
        .slice(0, maximumFolders);
      return [
        library,
        ...inside.map(({ path }) => path),
        ...native.map(({ path }) => joinPath(path, `ruby/${version}`)),
      ];
    }
    if (!home.includes("/rubygems-integration/")) return [];
    return [
      "/usr/lib/ruby/vendor_ruby",
      ...native.map(({ path }) => joinPath(path, `ruby/vendor_ruby/${version}`)),
    ];
  }
}

function* filesIn(
  index: FileIndex,
  folders: readonly string[],
  files: readonly string[],
): Generator<string> {
  for (const folder of folders) {
    for (const file of files) {
      if (file.startsWith("/") || file.includes("..")) continue;
      const path = joinPath(folder, file.startsWith("lib/") ? file.slice("lib/".length) : file);
      if (index.lookup(path)?.type === "file") yield path;
    }
  }
}

/** Larger files are no such programs. */
const maximumProgramBytes = 8192;

/**
 * Finds the programs that RubyGems or Bundler wrote to start those of a gem, wherever it was told to put them. Each names
 * the gem in a call: `Gem.activate_bin_path('rack', 'rackup', version)`.
 */
function createFindPrograms({
  index,
  read,
}: ExtractorContext): (gem: Gem) => Promise<readonly string[]> {
  const owners = new Map<string, string | undefined>();
  const ownerOf = async (path: string) => {
    if (owners.has(path)) return owners.get(path);
    const entry = index.lookup(path);
    const isSmall = entry?.type === "file" && entry.size <= maximumProgramBytes;
    const bytes = isSmall ? await read(path) : undefined;
    const owner = bytes && gemInCall(decodeName(bytes));
    owners.set(path, owner);
    return owner;
  };
  return async ({ spec, home }) => {
    // `lib/ruby/gems/3.1.0` has its programs in the `bin` beside `lib`.
    const own = home.endsWith("/bundler") ? parentPath(home) : home;
    const library = own.lastIndexOf("/lib/ruby/gems/");
    const folders = [joinPath(own, "bin"), "/usr/local/bin", "/usr/bin", "/usr/local/bundle/bin"];
    if (library >= 0) folders.push(`${own.slice(0, library)}/bin`);
    const found: string[] = [];
    for (const folder of new Set(folders)) {
      for (const name of new Set(spec.executables)) {
        const path = joinPath(folder, name);
        if (!name.includes("/") && (await ownerOf(path)) === spec.name) found.push(path);
      }
    }
    return found;
  };
}

function gemInCall(program: string): string | undefined {
  const call = program.indexOf("bin_path(");
  const isWritten =
    program.includes("generated by RubyGems") || program.includes("generated by Bundler");
  return isWritten && call >= 0
    ? readRubyText(program, call + "bin_path(".length)?.value
    : undefined;
}
