import { decodeName, joinPath, parentPath } from "@coppice/image";
import type { FileEntry } from "@coppice/types";
import type { ExtractorContext } from "../extractor.ts";
import { mapConcurrently } from "../map-concurrently.ts";
import { createSiteModules, type FindSiteModules } from "./create-site-modules.ts";
import { normalizePypiName } from "./normalize-pypi-name.ts";
import { type DirectUrl, parseDirectUrl } from "./parse-direct-url.ts";
import {
  type PythonMetadata,
  parsePythonMetadata,
  parseRequiresText,
} from "./parse-python-metadata.ts";
import { isSite, pythonFileKind } from "./python-file-kind.ts";
import { type DistributionFiles, readDistributionFiles } from "./read-distribution-files.ts";

/** An installed Python distribution. */
export interface PythonDistribution extends DistributionFiles {
  readonly metadata: PythonMetadata;
  /** File that the metadata was read from. */
  readonly file: string;
  /** The `.dist-info`, `.egg-info` or `.egg`, a folder or a file, or the folder of a project that is used in place. */
  readonly location: string;
  /** The folder in which Python finds it: most often `site-packages` or `dist-packages`. */
  readonly site: string;
  readonly origin?: DirectUrl;
}

/** The installed distributions, in path order; one that two installers recorded in the same folder is one. */
export async function findPythonDistributions(
  context: ExtractorContext,
): Promise<PythonDistribution[]> {
  const findModules = createSiteModules(context.index);
  const found = await mapConcurrently(context.wanted, 8, (entry) =>
    find(context, entry, findModules),
  );
  const distributions = new Map<string, PythonDistribution[]>();
  for (const each of found) {
    if (each === undefined) continue;
    const { metadata, site } = each;
    const key = `${site} ${normalizePypiName(metadata.name)} ${metadata.version}`;
    const others = distributions.get(key);
    if (others) others.push(each);
    else distributions.set(key, [each]);
  }
  return [...distributions.values()].flatMap(merge);
}

/** The facts of the newer form, and the files of all. */
function merge(records: readonly PythonDistribution[]): readonly PythonDistribution[] {
  if (records.length === 1) return records;
  const newer = records.find(({ location }) => location.endsWith(".dist-info"));
  const listed = records.flatMap((each) => each.listed);
  const trees = records.flatMap((each) => each.trees);
  return (newer ? [newer] : records.slice(0, 1)).map((facts) => ({ ...facts, listed, trees }));
}

async function find(
  context: ExtractorContext,
  entry: FileEntry,
  findModules: FindSiteModules,
): Promise<PythonDistribution | undefined> {
  const { path } = entry;
  switch (pythonFileKind(entry)) {
    case "metadata":
      return readMetadata(context, path, findModules);
    case "egg":
      return readEggName(context, path);
    case "egg-link":
      return readEggLink(context, path);
    default:
      return undefined;
  }
}

async function readMetadata(
  context: ExtractorContext,
  file: string,
  findModules: FindSiteModules,
): Promise<PythonDistribution | undefined> {
  const { index } = context;
  const isEgg = file.endsWith("/EGG-INFO/PKG-INFO");
  const info = file.endsWith("-info") ? file : parentPath(file);
  const place = isEgg ? parentPath(info) : info;
  const site = parentPath(place);
  // pip leaves these behind when it cannot remove a distribution, and passes over them.
  if ("~-".includes(place.charAt(site.length + 1))) return undefined;
  // Elsewhere only what an installer put there counts.
  if (!isSite(site) && index.lookup(joinPath(info, "RECORD")) === undefined) return undefined;
  const metadata = await parseMetadata(context, file, info);
  if (metadata === undefined) return undefined;
  const address = await readIn(context, info, "direct_url.json");
  const origin = address && parseDirectUrl(address);
  const project = origin?.editable;
  const files = isEgg
    ? { listed: [], trees: [place] }
    : await readDistributionFiles(context, site, info, findModules);
  const trees =
    project === undefined ? files.trees : [...files.trees, ...projectTree(context, project)];
  const isThere = project !== undefined && index.lookup(context.canonical(project)) !== undefined;
  const location = isThere ? context.canonical(project) : place;
  return { metadata, file, location, site, ...files, trees, ...(origin && { origin }) };
}

async function parseMetadata(
  context: ExtractorContext,
  file: string,
  info: string,
): Promise<PythonMetadata | undefined> {
  const bytes = await context.read(file);
  if (bytes === undefined) return undefined;
  const metadata = parsePythonMetadata(decodeName(bytes));
  if (metadata === undefined) {
    const message = "no Name or Version; its distribution is left out";
    context.onProblem({ code: "PYPI_METADATA_INVALID", message, path: file });
    return undefined;
  }
  if (metadata.requires.length > 0) return metadata;
  const requires = await readIn(context, info, "requires.txt");
  return requires ? { ...metadata, requires: parseRequiresText(decodeName(requires)) } : metadata;
}

async function readIn(
  { index, read }: ExtractorContext,
  folder: string,
  name: string,
): Promise<Uint8Array | undefined> {
  const path = joinPath(folder, name);
  return index.lookup(path)?.type === "file" ? read(path) : undefined;
}

/** An egg in one zip file says who it is by its name: `NAME-VERSION-py3.11.egg`. */
function readEggName(context: ExtractorContext, file: string): PythonDistribution | undefined {
  if (context.format(file) !== "zip") return undefined;
  const base = file.slice(file.lastIndexOf("/") + 1, -".egg".length);
  const [name, version] = base.split("-");
  if (!name || !version) return undefined;
  // The hyphens of both were written as underscores.
  const metadata = { name, version: version.replaceAll("_", "-"), licenses: [], requires: [] };
  return { metadata, file, location: file, site: parentPath(file), listed: [], trees: [file] };
}

/** `setup.py develop` leaves a link to the project's folder, which holds the `.egg-info`. */
async function readEggLink(
  context: ExtractorContext,
  link: string,
): Promise<PythonDistribution | undefined> {
  const bytes = await context.read(link);
  const [target = ""] = bytes === undefined ? [] : decodeName(bytes).split(/\r?\n/);
  if (!target.startsWith("/")) return undefined;
  const location = context.canonical(target);
  const infos = context.index.children(location).filter(({ path }) => path.endsWith(".egg-info"));
  for (const { path } of infos) {
    const file = joinPath(path, "PKG-INFO");
    if (context.index.lookup(file)?.type !== "file") continue;
    const metadata = await parseMetadata(context, file, path);
    if (metadata === undefined) continue;
    const trees = [link, path, ...projectTree(context, location)];
    return { metadata, file, location, site: parentPath(link), listed: [], trees };
  }
  return undefined;
}

/** The folder of a project, if it looks like one: a link that leads elsewhere shall not claim a system. */
function projectTree({ index, canonical }: ExtractorContext, folder: string): readonly string[] {
  const path = canonical(folder);
  const signs = ["pyproject.toml", "setup.py", "setup.cfg"];
  const isProject = path !== "/" && signs.some((sign) => index.lookup(joinPath(path, sign)));
  return isProject ? [path] : [];
}
