import type { Dependency, Package, PackageId } from "@coppice/types";
import type { Extractor, ExtractorContext } from "../extractor.ts";
import { createJarPackage, type FoundArtifact } from "./create-jar-package.ts";
import { type IdentifyContext, identifyJar } from "./identify-jar.ts";
import { type JarFile, placeOfPom } from "./jar-file.ts";
import type { MavenCoordinates } from "./maven-coordinates.ts";
import { resolveMavenDependencies } from "./resolve-maven-dependencies.ts";

/** What archives are made of. */
interface JarPackages {
  readonly packages: readonly Package[];
  readonly dependencies: readonly Dependency[];
  /** The packages of the archives that were asked for, in their order; a folder that nothing names has none. */
  readonly owners: ReadonlyMap<JarFile, PackageId>;
}

/**
 * The packages of archives: each itself, those in it, and those whose classes were merged into it. An archive in another
 * that has neither group nor version, such as the `classes.jar` of an Android library, is a part of that.
 */
export function createJarPackages(
  context: ExtractorContext,
  extractor: Pick<Extractor, "name" | "ecosystem">,
  jars: readonly JarFile[],
  known: IdentifyContext,
): JarPackages {
  const packages: Package[] = [];
  const dependencies: Dependency[] = [];
  const artifacts = new Map<FoundArtifact, PackageId>();
  const owners = new Map<JarFile, PackageId>();
  const add = (found: FoundArtifact, outer: PackageId | undefined): PackageId => {
    const made = createJarPackage(context, extractor, found);
    packages.push(made);
    artifacts.set(found, made.id);
    if (outer !== undefined) dependencies.push(containment(outer, found, made.id));
    return made.id;
  };
  const visit = (jar: JarFile, outer: PackageId | undefined): PackageId | undefined => {
    const { coordinates, own } = identifyJar(jar, known);
    const isNamed = coordinates.group !== undefined || coordinates.version !== undefined;
    const isFile = jar.place === jar.file;
    const id =
      isNamed || isFile
        ? add(
            { jar, location: jar.place, coordinates, ...(own && { pom: own }), isOwn: true },
            outer,
          )
        : outer;
    for (const pom of jar.poms) {
      if (pom === own || sameArtifact(pom.coordinates, coordinates)) continue;
      const location = placeOfPom(jar, pom);
      add({ jar, location, coordinates: pom.coordinates, pom, isOwn: false }, id);
    }
    for (const nested of jar.nested) visit(nested, id);
    return id;
  };
  for (const jar of jars) {
    const id = visit(jar, undefined);
    if (id !== undefined) owners.set(jar, id);
  }
  return {
    packages,
    dependencies: [...dependencies, ...resolveMavenDependencies(artifacts)],
    owners,
  };
}

function containment(from: PackageId, { jar, coordinates }: FoundArtifact, to: PackageId) {
  const { group, artifact, version } = coordinates;
  const requirement = [group, artifact, version].filter((part) => part !== undefined).join(":");
  return { from, kind: "runtime", requirement, satisfiedBy: [to], readFrom: jar.file } as const;
}

function sameArtifact(a: MavenCoordinates, b: MavenCoordinates): boolean {
  return a.artifact === b.artifact && a.group === b.group;
}
