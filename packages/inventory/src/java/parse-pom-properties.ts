import { isCoordinate, type MavenCoordinates } from "./maven-coordinates.ts";

/** Maven writes some hundred. */
const maximumBytes = 1 << 16;

/**
 * The coordinates that Maven leaves in `META-INF/maven/GROUP/ARTIFACT/pom.properties`; of these the folders give what the
 * file does not say. `undefined` where neither does.
 */
export function parsePomProperties(
  bytes: Uint8Array,
  [folderGroup, folderArtifact]: readonly (string | undefined)[],
): MavenCoordinates | undefined {
  const values = new Map<string, string>();
  for (const line of new TextDecoder().decode(bytes.subarray(0, maximumBytes)).split(/[\r\n]/)) {
    const separator = line.search(/[=:]/);
    if (separator <= 0 || line.startsWith("#") || line.startsWith("!")) continue;
    const value = line.slice(separator + 1).replaceAll("\\", "");
    values.set(line.slice(0, separator).trim(), value.trim());
  }
  const [group, artifact, version] = ["groupId", "artifactId", "version"].map((key) => {
    const value = values.get(key);
    return isCoordinate(value) ? value : undefined;
  });
  const ownGroup = group ?? folderGroup;
  const ownArtifact = artifact ?? folderArtifact;
  if (!isCoordinate(ownArtifact)) return undefined;
  return {
    ...(isCoordinate(ownGroup) && { group: ownGroup }),
    artifact: ownArtifact,
    ...(version !== undefined && { version }),
  };
}
