import type { Problem } from "@coppice/types";
import type { JarPom } from "./jar-file.ts";
import type { MavenCoordinates } from "./maven-coordinates.ts";
import { type Pom, parsePom } from "./parse-pom.ts";
import { parsePomProperties } from "./parse-pom-properties.ts";

const folderName = "META-INF/maven/";

/** Whether a path leads to `META-INF/maven/GROUP/ARTIFACT/pom.properties` or the `pom.xml` beside it. */
export function isPomPath(path: string): boolean {
  if (!path.endsWith("/pom.properties") && !path.endsWith("/pom.xml")) return false;
  const start = path.lastIndexOf(folderName);
  if (start < 0 || (start > 0 && path[start - 1] !== "/")) return false;
  return path.slice(start + folderName.length).split("/").length === 3;
}

/**
 * What each folder of Maven's says, from the contents of the files in it by path; `onInvalid` is told the path of a project
 * file that is none.
 */
export function collectPoms(
  contents: ReadonlyMap<string, Uint8Array>,
  onInvalid: (path: string) => void,
): readonly JarPom[] {
  const folders = new Set([...contents.keys()].map((path) => path.slice(0, path.lastIndexOf("/"))));
  return [...folders].flatMap((folder) => {
    const properties = contents.get(`${folder}/pom.properties`);
    const xml = contents.get(`${folder}/pom.xml`);
    const names = folder.split("/").slice(-2);
    const pom = xml && parsePom(xml);
    if (xml !== undefined && pom === undefined) onInvalid(`${folder}/pom.xml`);
    const said = properties && parsePomProperties(properties, names);
    const coordinates = merge(said, pom);
    return coordinates ? [{ folder, coordinates, ...(pom && { pom }) }] : [];
  });
}

/** The problem of a project file at `place`, in or at the file `path`. */
export function pomInvalid(path: string, place: string): Problem {
  const what = place === path ? "it" : place;
  const message = `${what} is no project file of Maven's; its licences and dependencies are missing`;
  return { code: "POM_INVALID", message, path };
}

/** Maven writes the properties last, with all filled in, so they count before the project file. */
function merge(
  said: MavenCoordinates | undefined,
  pom: Pom | undefined,
): MavenCoordinates | undefined {
  if (said === undefined || pom === undefined) return said ?? pom?.coordinates;
  return said.artifact === pom.coordinates.artifact ? { ...pom.coordinates, ...said } : said;
}
