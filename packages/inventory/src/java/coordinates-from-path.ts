import { isCoordinate, type MavenCoordinates } from "./maven-coordinates.ts";

/** Folders that begin a repository laid out as `GROUP/AS/FOLDERS/ARTIFACT/VERSION/file`: Maven's, Coursier's, Debian's. */
const repositories = ["/.m2/repository/", "/maven2/", "/maven-repo/"];
/** Gradle's cache is laid out as `GROUP/ARTIFACT/VERSION/sha1/file`. */
const gradleCache = "/modules-2/files-2.1/";

/** The coordinates that a path in a repository of artifacts tells; `undefined` elsewhere. */
export function coordinatesFromPath(path: string): MavenCoordinates | undefined {
  const gradle = path.lastIndexOf(gradleCache);
  if (gradle >= 0) {
    const [group, artifact, version, , file] = path.slice(gradle + gradleCache.length).split("/");
    return file === undefined ? undefined : toCoordinates(group, artifact, version, file);
  }
  for (const repository of repositories) {
    const start = path.lastIndexOf(repository);
    if (start < 0) continue;
    const [file = "", version, artifact, ...groups] = path
      .slice(start + repository.length)
      .split("/")
      .reverse();
    return toCoordinates(groups.reverse().join("."), artifact, version, file);
  }
  return undefined;
}

function toCoordinates(
  group: string | undefined,
  artifact: string | undefined,
  version: string | undefined,
  file: string,
): MavenCoordinates | undefined {
  if (!isCoordinate(group) || !isCoordinate(artifact) || !isCoordinate(version)) return undefined;
  const start = `${artifact}-${version}`;
  if (!file.startsWith(start)) return undefined;
  const classifier = file.slice(start.length, file.lastIndexOf("."));
  if (classifier === "") return { group, artifact, version };
  return classifier.startsWith("-")
    ? { group, artifact, version, classifier: classifier.slice(1) }
    : undefined;
}
