import type { PackageId } from "@coppice/types";
import type { ConfiguredPath, ExtractorContext } from "../extractor.ts";
import { mapConcurrently } from "../map-concurrently.ts";
import { type DpkgRecord, readInfo } from "./dpkg-database.ts";
import { pathsInScripts } from "./paths-in-scripts.ts";

/** Scripts that set a package up. */
const kinds = ["config", "postinst", "preinst"];

/** Paths of the tree that maintainer scripts name literally, with the package that most likely makes them. */
export async function readScriptPaths(
  context: ExtractorContext,
  installed: ReadonlyMap<DpkgRecord, PackageId>,
): Promise<ConfiguredPath[]> {
  const scripts = [...installed].flatMap(([record, id]) =>
    kinds.map((kind) => ({ record, id, kind })),
  );
  const read = await mapConcurrently(scripts, 8, async ({ record, id, kind }) => ({
    id,
    name: record.name,
    text: (await readInfo(context, record, kind)) ?? "",
  }));
  return pathsInScripts(context, read);
}
