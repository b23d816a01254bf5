import { decodeName, joinPath } from "@coppice/image";
import { maximumPathLength } from "../canonical-path.ts";
import type { ExtractorContext } from "../extractor.ts";
import type { FindSiteModules } from "./create-site-modules.ts";
import { type PythonRecordRow, parsePythonRecord } from "./parse-python-record.ts";

/** Of more paths than these that one module has in a site, the others are not taken as its own. */
const maximumPaths = 1000;

/** What is a distribution's own. */
export interface DistributionFiles {
  /** Files that it lists, by absolute path. */
  readonly listed: readonly PythonRecordRow[];
  /** Files and folders that are its own with all that is below. */
  readonly trees: readonly string[];
}

/**
 * The files of the distribution with the metadata in `info`: what `RECORD` lists, or `installed-files.txt` of older
 * installers; else what its metadata lets guess, the modules of `top_level.txt` and what `SOURCES.txt` lists. A folder
 * that several share (a namespace package) is taken only as far as they list what is in it.
 */
export async function readDistributionFiles(
  context: ExtractorContext,
  site: string,
  info: string,
  findModules: FindSiteModules,
): Promise<DistributionFiles> {
  const { index } = context;
  const trees = [info];
  const readLines = async (name: string) => {
    const text = await readText(context, joinPath(info, name));
    return text?.split(/\r?\n/).filter((line) => line !== "");
  };
  const from = (folder: string, rows: readonly PythonRecordRow[]) =>
    rows.flatMap(({ path, digest }): PythonRecordRow[] => {
      const whole = path.startsWith("/") ? path : joinPath(folder, path);
      if (whole.length > maximumPathLength) return [];
      return [{ path: context.canonical(whole), ...(digest && { digest }) }];
    });
  const record = await readText(context, joinPath(info, "RECORD"));
  if (record !== undefined) return { listed: from(site, parsePythonRecord(record)), trees };
  const installed = await readLines("installed-files.txt");
  if (installed)
    return {
      listed: from(
        info,
        installed.map((path) => ({ path })),
      ),
      trees,
    };
  const shared = new Set(await readLines("namespace_packages.txt"));
  const modules = new Set(await readLines("top_level.txt"));
  for (const module of modules) {
    if (!shared.has(module)) trees.push(...findModules(site, module).slice(0, maximumPaths));
  }
  const sources = (await readLines("SOURCES.txt")) ?? [];
  const listed = from(site, sources.flatMap(placesOf)).filter(
    ({ path }) => path.startsWith(`${site}/`) && index.lookup(path)?.type === "file",
  );
  return { listed, trees };
}

/** A source `src/name/file.py` is installed without its first folder; one that is there beside others is none of it. */
function placesOf(path: string): PythonRecordRow[] {
  const slash = path.indexOf("/");
  return slash < 0
    ? []
    : [{ path }, { path: path.slice(slash + 1) }].filter((row) => row.path.includes("/"));
}

async function readText(
  { index, read }: ExtractorContext,
  path: string,
): Promise<string | undefined> {
  const bytes = index.lookup(path)?.type === "file" ? await read(path) : undefined;
  return bytes && decodeName(bytes);
}
