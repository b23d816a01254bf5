import { parentPath } from "@coppice/image";
import type { Dependency, PackageId } from "@coppice/types";
import type { ExtractorContext } from "../extractor.ts";
import type { DotnetApplication } from "./dotnet-application.ts";
import { parseRuntimeConfig } from "./parse-deps-json.ts";

/**
 * What applications need of shared frameworks. One is the folder `shared/NAME/VERSION` of an installation of .NET, and
 * any of the same major version serves.
 */
export async function resolveFrameworks(
  context: ExtractorContext,
  configurations: readonly string[],
  applications: readonly DotnetApplication[],
): Promise<Dependency[]> {
  const byPath = new Map(applications.map((application) => [application.path, application]));
  const frameworks = groupFrameworks(applications);
  const dependencies: Dependency[] = [];
  for (const path of configurations) {
    const main = byPath.get(path.replace(/\.runtimeconfig\.json$/, ".deps.json"))?.main;
    const bytes = main && (await context.read(path));
    if (main === undefined || bytes === undefined) continue;
    for (const [name, version] of parseRuntimeConfig(bytes)) {
      dependencies.push({
        from: main.id,
        kind: "runtime",
        requirement: `${name}@${version}`,
        satisfiedBy: frameworks.get(keyOf(name, version)) ?? [],
        readFrom: path,
      });
    }
  }
  return dependencies;
}

/** The installed packages of shared frameworks, by name and major version. */
function groupFrameworks(
  applications: readonly DotnetApplication[],
): ReadonlyMap<string, readonly PackageId[]> {
  const groups = new Map<string, PackageId[]>();
  for (const { path, parts } of applications) {
    const [version = "", name = "", shared] = parentPath(path).split("/").reverse();
    if (shared !== "shared") continue;
    const key = keyOf(name, version);
    const ids = groups.get(key) ?? [];
    groups.set(key, ids);
    for (const { id, presence } of parts.flatMap(({ packages }) => packages)) {
      if (presence === "installed") ids.push(id);
    }
  }
  return groups;
}

function keyOf(name: string, version: string): string {
  return `${name}/${version.split(".", 1).join("")}`;
}
