import type { Dependency, DependencyKind, PackageId } from "@coppice/types";
import type { FoundArtifact } from "./create-jar-package.ts";
import { placeOfPom } from "./jar-file.ts";
import type { PomDependency } from "./parse-pom.ts";

/** What each scope of Maven's asks for; what only tests use is not asked for where the artifact is used. */
const kinds: ReadonlyMap<string, DependencyKind> = new Map([
  ["compile", "runtime"],
  ["runtime", "runtime"],
  ["provided", "peer"],
  ["system", "peer"],
]);

/** A hostile file may hold an artifact that asks for itself thousands of times. */
const maximumCandidates = 64;

/**
 * What the project files of artifacts ask for. It is satisfied by the nearest artifacts of that group and name, in the same
 * file or folder, in any version: Maven puts one of each on a class path, mostly not the one that was asked for.
 */
export function resolveMavenDependencies(
  artifacts: ReadonlyMap<FoundArtifact, PackageId>,
): readonly Dependency[] {
  const byName = new Map<string, FoundArtifact[]>();
  for (const found of artifacts.keys()) {
    const { group, artifact } = found.coordinates;
    const name = `${group}:${artifact}`;
    const others = byName.get(name);
    if (others) others.push(found);
    else byName.set(name, [found]);
  }
  return [...artifacts].flatMap(([{ jar, pom }, from]) =>
    (pom?.pom?.dependencies ?? []).flatMap((dependency): Dependency[] => {
      const kind = kinds.get(dependency.scope);
      if (pom === undefined || kind === undefined) return [];
      const named = byName.get(`${dependency.group}:${dependency.artifact}`) ?? [];
      return [
        {
          from,
          kind: dependency.optional ? "optional" : kind,
          requirement: requirementOf(dependency),
          satisfiedBy: nearest(named, jar.file).flatMap((each) => artifacts.get(each) ?? []),
          readFrom: `${placeOfPom(jar, pom)}/pom.xml`,
        },
      ];
    }),
  );
}

/** Those that share the most folders with a file, of which the file itself is the last. */
function nearest(candidates: readonly FoundArtifact[], file: string): readonly FoundArtifact[] {
  const names = file.split("/");
  const considered = candidates.slice(0, maximumCandidates);
  const shared = considered.map(({ jar }) => {
    const others = jar.file.split("/");
    const different = names.findIndex((name, index) => name !== others[index]);
    return different < 0 ? names.length : different;
  });
  const most = Math.max(...shared);
  return considered.filter((_, index) => shared[index] === most);
}

/** `GROUP:ARTIFACT`, with the version where the project file itself says it. */
function requirementOf({ group, artifact, version }: PomDependency): string {
  return version === undefined ? `${group}:${artifact}` : `${group}:${artifact}:${version}`;
}
