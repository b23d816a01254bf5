import { coordinatesFromPath } from "./coordinates-from-path.ts";
import { groupOfArtifact, type NamedGroups } from "./group-of-artifact.ts";
import type { JarFile, JarPom } from "./jar-file.ts";
import { isCoordinate, type MavenCoordinates } from "./maven-coordinates.ts";
import { splitJarName } from "./split-jar-name.ts";

/** What an archive is. */
interface JarIdentity {
  readonly coordinates: MavenCoordinates;
  /** The one of its project files that is its own; the others are of what was merged into it. */
  readonly own?: JarPom;
}

/** What is known besides the archive itself. */
export interface IdentifyContext {
  readonly groups: NamedGroups;
  /** Coordinates by file, from links in a repository that lead to it. */
  readonly linked: ReadonlyMap<string, MavenCoordinates>;
}

/**
 * Says what an archive is, in this order: by its place in a repository, by Maven's files in it, by its file name where that
 * has a version, by its manifest, by its file name alone.
 */
export function identifyJar(jar: JarFile, { groups, linked }: IdentifyContext): JarIdentity {
  const place = jar.place === jar.file ? jar.file : "";
  const stored = coordinatesFromPath(place);
  const known = stored ?? linked.get(place);
  const named = splitName(jar);
  const own =
    known === undefined
      ? findOwnPom(jar, named)
      : jar.poms.find(({ coordinates }) => coordinates.artifact === known.artifact);
  const said = stored ?? (own && withName(own.coordinates, named)) ?? known;
  if (said === undefined) return { coordinates: fromManifest(jar, named, groups) };
  const version = said.version ?? named.version ?? manifestVersion(jar);
  const classifier = said.classifier ?? known?.classifier;
  const coordinates = {
    ...said,
    ...(version !== undefined && { version }),
    ...(classifier !== undefined && { classifier }),
  };
  return { coordinates, ...(own && { own }) };
}

/** What the file's name says; where it is the manifest's title and version, these tell where it divides. */
function splitName({ name, manifest }: JarFile): MavenCoordinates {
  const artifact = manifest.get("implementation-title");
  const version = manifest.get("implementation-version");
  const isBoth = version && isCoordinate(artifact) && name.startsWith(`${artifact}-${version}.`);
  return isBoth ? { artifact, version } : splitJarName(name);
}

/**
 * The project file of the archive itself: one that the file is named after; else the only one, unless the file's name has
 * another version, which makes it that of a library that was merged in; else the one that the manifest names.
 */
function findOwnPom({ poms, manifest }: JarFile, named: MavenCoordinates): JarPom | undefined {
  const stem = `${named.artifact}-${named.version ?? ""}`;
  const bundle = manifest.get("bundle-symbolicname") ?? "";
  const isWhole = ({ coordinates: { artifact, version } }: JarPom) =>
    stem.startsWith(`${artifact}-`) && version !== undefined && stem.includes(`-${version}`);
  const rank = (pom: JarPom) =>
    (isWhole(pom) ? 1000 : 0) +
    pom.coordinates.artifact.length * 2 +
    (pom.coordinates.group !== undefined && bundle.startsWith(pom.coordinates.group) ? 1 : 0);
  const [alike] = poms
    .filter((pom) => pom.coordinates.artifact === named.artifact || isWhole(pom))
    .sort((a, b) => rank(b) - rank(a));
  if (alike !== undefined) return alike;
  const [only] = poms;
  if (only !== undefined && poms.length === 1) {
    const { version } = only.coordinates;
    const isOther = version !== undefined && named.version?.startsWith(version) === false;
    return isOther ? undefined : only;
  }
  const title = manifest.get("implementation-title");
  return poms.find(({ coordinates }) => coordinates.artifact === title);
}

/**
 * A project file's coordinates with what builds add and only the file's name has: a classifier after the version, more of a
 * version, or more of the artifact's name.
 */
function withName(own: MavenCoordinates, named: MavenCoordinates): MavenCoordinates {
  const { artifact, version } = own;
  if (version === undefined || named.version === undefined) return own;
  if (named.artifact === artifact && named.version.startsWith(`${version}.`)) {
    return { ...own, version: named.version };
  }
  if (named.artifact === artifact && named.version.startsWith(`${version}-`)) {
    return { ...own, classifier: named.version.slice(version.length + 1) };
  }
  const isLonger = named.artifact.startsWith(`${artifact}-`) && named.version === version;
  return isLonger ? { ...own, artifact: named.artifact } : own;
}

function fromManifest(
  jar: JarFile,
  named: MavenCoordinates,
  groups: NamedGroups,
): MavenCoordinates {
  const said = manifestVersion(jar);
  const artifact =
    named.version === undefined ? (manifestName(jar) ?? named.artifact) : named.artifact;
  const version = named.version ?? said;
  const group = groupOfArtifact(jar, artifact, version, groups);
  return {
    ...(group !== undefined && { group }),
    artifact,
    ...(version !== undefined && withoutClassifier(version, said)),
  };
}

/** Where the manifest has less of a version than the file name, the rest tells apart builds of one version. */
function withoutClassifier(
  version: string,
  said: string | undefined,
): Pick<MavenCoordinates, "version" | "classifier"> {
  const rest =
    said !== undefined && version.startsWith(`${said}-`) && version.slice(said.length + 1);
  return rest && /^(?:native|linux|windows|osx|sources|javadoc|tests|shaded|all)/.test(rest)
    ? { version: version.slice(0, -rest.length - 1), classifier: rest }
    : { version };
}

function manifestName({ manifest }: JarFile): string | undefined {
  const [bundle] = manifest.get("bundle-symbolicname")?.split(";", 1) ?? [];
  const names = [
    manifest.get("implementation-title"),
    bundle,
    manifest.get("automatic-module-name"),
  ];
  return names.find(isCoordinate);
}

function manifestVersion({ manifest }: JarFile): string | undefined {
  const names = ["implementation-version", "bundle-version", "specification-version"];
  // Some builds put their number or date after the version.
  return names.map((name) => manifest.get(name)?.split(" ", 1)[0]).find(isCoordinate);
}
