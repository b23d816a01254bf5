import { decodeName, joinPath, parentPath } from "@coppice/image";
import type { FileEntry } from "@coppice/types";
import { maximumPathLength } from "../canonical-path.ts";
import type { ExtractorContext } from "../extractor.ts";
import { mapConcurrently } from "../map-concurrently.ts";
import {
  type PythonMetadata,
  parsePythonMetadata,
  parseRequiresText,
} from "./parse-python-metadata.ts";
import { parsePythonRecord } from "./parse-python-record.ts";

/** An installed Python distribution. */
export interface PythonDistribution {
  readonly metadata: PythonMetadata;
  /** File that the metadata was read from. */
  readonly file: string;
  /** The `.dist-info` or `.egg-info`, a folder or a file. */
  readonly location: string;
  /** The `site-packages` or `dist-packages` that holds it. */
  readonly site: string;
  /** Paths that it lists. */
  readonly listed: readonly string[];
  /** Files and folders that are its own with all that is below. */
  readonly trees: readonly string[];
}

/** Whether `entry` is the metadata of an installed distribution. */
export function holdsMetadata({ path, type }: FileEntry): boolean {
  const isFile = path.endsWith(".egg-info");
  const isInFolder = path.endsWith(".dist-info/METADATA") || path.endsWith(".egg-info/PKG-INFO");
  if (type !== "file" || !(isFile || isInFolder)) return false;
  const site = parentPath(isFile ? path : parentPath(path));
  return site.endsWith("/site-packages") || site.endsWith("/dist-packages");
}

/** The installed distributions, in path order. */
export async function findPythonDistributions(
  context: ExtractorContext,
): Promise<PythonDistribution[]> {
  const found = await mapConcurrently(context.wanted, 8, ({ path }) => read(context, path));
  return found.filter((distribution) => distribution !== undefined);
}

async function read(
  context: ExtractorContext,
  file: string,
): Promise<PythonDistribution | undefined> {
  const bytes = await context.read(file);
  if (bytes === undefined) return undefined;
  const metadata = parsePythonMetadata(decodeName(bytes));
  if (metadata === undefined) {
    const message = "no Name or Version; its distribution is left out";
    context.onProblem({ code: "PYPI_METADATA_INVALID", message, path: file });
    return undefined;
  }
  const location = file.endsWith("-info") ? file : parentPath(file);
  const site = parentPath(location);
  const readIn = async (name: string) => {
    const path = joinPath(location, name);
    const content = context.index.lookup(path)?.type === "file" && (await context.read(path));
    return content ? decodeName(content) : undefined;
  };
  const requiresText = metadata.requires.length === 0 ? await readIn("requires.txt") : undefined;
  const requires = requiresText === undefined ? metadata.requires : parseRequiresText(requiresText);
  const paths = await findPaths(context, readIn, site, location);
  return { metadata: { ...metadata, requires }, file, location, site, ...paths };
}

/** From `RECORD`, or what older installers wrote in its place, or at least the modules that `top_level.txt` names. */
async function findPaths(
  context: ExtractorContext,
  readIn: (name: string) => Promise<string | undefined>,
  site: string,
  location: string,
): Promise<Pick<PythonDistribution, "listed" | "trees">> {
  const from = (folder: string, paths: readonly string[]) =>
    paths
      .map((path) => (path.startsWith("/") ? path : joinPath(folder, path)))
      .filter((path) => path.length <= maximumPathLength)
      .map(context.canonical);
  const trees = [location];
  const record = await readIn("RECORD");
  if (record !== undefined) return { listed: from(site, parsePythonRecord(record)), trees };
  const installed = await readIn("installed-files.txt");
  if (installed !== undefined) return { listed: from(location, lines(installed)), trees };
  const modules = lines((await readIn("top_level.txt")) ?? "").filter((name) => /^\w+$/.test(name));
  const paths = modules.flatMap((name) => [joinPath(site, name), joinPath(site, `${name}.py`)]);
  return { listed: [], trees: [...trees, ...paths] };
}

function lines(text: string): string[] {
  return text.split(/\r?\n/).filter((line) => line !== "");
}
