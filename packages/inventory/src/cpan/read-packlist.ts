import { decodeName, parentPath } from "@coppice/image";
import { maximumPathLength } from "../canonical-path.ts";
import type { ExtractorContext } from "../extractor.ts";
import { parsePacklist } from "./parse-packlist.ts";

/** The files of a distribution. */
export interface CpanList {
  readonly file: string;
  /** Folder of the architecture, which has `auto`. */
  readonly library: string;
  /** Its main module, such as `DateTime::Locale`. */
  readonly module: string;
  /** Without a link in their parents. */
  readonly paths: readonly string[];
}

/** The list at `LIBRARY/auto/MODULE/.packlist`. Perl's own, which is elsewhere, names no module: `undefined`. */
export async function readPacklist(
  context: ExtractorContext,
  file: string,
): Promise<CpanList | undefined> {
  const folder = parentPath(file);
  const at = folder.lastIndexOf("/auto/");
  const bytes = at < 0 ? undefined : await context.read(file);
  if (bytes === undefined) return undefined;
  const paths = parsePacklist(decodeName(bytes)).filter((path) => path.length <= maximumPathLength);
  const stage = stageOf(context, paths);
  return {
    file,
    library: folder.slice(0, at),
    module: folder.slice(at + "/auto/".length).replaceAll("/", "::"),
    paths: paths.map((path) =>
      context.canonical(path.startsWith(`${stage}/`) ? path.slice(stage.length) : path),
    ),
  };
}

/** Paths that are looked for, and folders that are taken away from each: lists are no longer, and stages no deeper. */
const maximumPaths = 1000;
const maximumFolders = 16;

/**
 * The folder by way of which files were installed (`DESTDIR`), which MakeMaker's lists keep before their paths; most often
 * none.
 */
function stageOf({ index }: ExtractorContext, paths: readonly string[]): string {
  for (const path of paths.slice(0, maximumPaths)) {
    for (let at = 0, count = 0; at >= 0 && count < maximumFolders; count++) {
      if (index.resolve(path.slice(at)).found) return path.slice(0, at);
      at = path.indexOf("/", at + 1);
    }
  }
  return "";
}
