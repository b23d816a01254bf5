import { joinPath, parentPath } from "@coppice/image";
import type { Dependency, PackageId } from "@coppice/types";
import type { ExtractorContext } from "../extractor.ts";
import type { JarFile } from "./jar-file.ts";

/** Folders of an unpacked application whose archives are on its class path. */
const libraryFolders = ["WEB-INF/lib", "BOOT-INF/lib"];

/**
 * The archives that others put on their class path: a JAR by its manifest's `Class-Path`, an unpacked application by its
 * folder of libraries. What is not there is left out, because Java passes over it. See the JAR file specification,
 * "Class-Path attribute".
 */
export function resolveClassPaths(
  { index }: ExtractorContext,
  owners: ReadonlyMap<JarFile, PackageId>,
): readonly Dependency[] {
  const byFile = new Map<string, PackageId>();
  for (const [{ file, place }, id] of owners) if (file === place) byFile.set(file, id);
  const dependencies: Dependency[] = [];
  for (const [{ file, place, manifest }, from] of owners) {
    const add = (requirement: string, path: string) => {
      const resolution = index.resolve(path);
      const to = resolution.found ? byFile.get(resolution.path) : undefined;
      if (to === undefined || to === from) return;
      dependencies.push({ from, kind: "runtime", requirement, satisfiedBy: [to], readFrom: file });
    };
    if (file === place) {
      for (const entry of new Set(manifest.get("class-path")?.split(" "))) {
        if (entry !== "") add(entry, pathOf(entry, file));
      }
    } else {
      for (const folder of libraryFolders) {
        for (const { path } of index.children(joinPath(place, folder))) {
          add(path.slice(place.length).replace(/^\//, ""), path);
        }
      }
    }
  }
  return dependencies;
}

/** Entries are addresses relative to the JAR; a wrong escape stands for itself. */
function pathOf(entry: string, file: string): string {
  const path = entry.startsWith("file:") ? entry.slice(5) : entry;
  const decoded = decodeEscapes(path);
  return decoded.startsWith("/") ? decoded : `${parentPath(file)}/${decoded}`;
}

function decodeEscapes(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
