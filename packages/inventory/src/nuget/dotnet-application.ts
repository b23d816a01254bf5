import { joinPath, parentPath } from "@coppice/image";
import type { Dependency, Package } from "@coppice/types";
import type { ReadProgram } from "../binary/claim-programs.ts";
import { createPackage } from "../create-package.ts";
import type { Extractor, ExtractorContext } from "../extractor.ts";
import { hexOfBase64 } from "./hex-of-base64.ts";
import { type DotnetLibrary, parseDepsJson } from "./parse-deps-json.ts";

/** A published .NET application, or a shared framework. */
export interface DotnetApplication {
  /** Its `*.deps.json`. */
  readonly path: string;
  /** The application itself, which no package of a registry is; absent for a framework. */
  readonly main: Package | undefined;
  readonly parts: readonly DotnetPart[];
  readonly dependencies: readonly Dependency[];
}

/** A library with the files that are there of it. */
interface DotnetPart extends ReadProgram {
  readonly folder: string;
}

/** The libraries that a `*.deps.json` lists; `undefined`, after a problem, where it lists none. */
export async function readLibraries(
  context: ExtractorContext,
  path: string,
): Promise<readonly DotnetLibrary[] | undefined> {
  const bytes = await context.read(path);
  const libraries = bytes && parseDepsJson(bytes);
  if (bytes !== undefined && libraries === undefined) {
    const message = "it lists no libraries; what the application is made of is not known";
    context.onProblem({ code: "NUGET_DEPS_INVALID", message, path });
  }
  return libraries;
}

/** The packages of an application and their files, of the libraries that its `*.deps.json` at `path` lists. */
export function toApplication(
  context: ExtractorContext,
  extractor: Extractor,
  path: string,
  libraries: readonly DotnetLibrary[],
): DotnetApplication {
  const folder = parentPath(path);
  const found = libraries.map((library) => {
    const paths = filesOf(context, folder, library);
    const isMain = library.type === "project" && library === libraries[0];
    const own = isMain ? [...ownFiles(context, path), ...paths] : paths;
    return {
      library,
      isMain,
      package: toPackage(context, extractor, path, library, own),
      paths: own,
    };
  });
  const byKey = new Map(
    found.map((each) => [keyOf(each.library.name, each.library.version), each]),
  );
  return {
    path,
    main: found.find(({ isMain }) => isMain)?.package,
    parts: found.map(({ package: own, paths }) => ({ packages: [own], paths, folder })),
    dependencies: found.flatMap(({ library, package: from }) =>
      library.dependencies.map(([name, version]): Dependency => {
        const target = byKey.get(keyOf(name, version));
        return {
          from: from.id,
          kind: "runtime",
          requirement: `${name}@${version}`,
          satisfiedBy: target ? [target.package.id] : [],
          readFrom: path,
        };
      }),
    ),
  };
}

function keyOf(name: string, version: string): string {
  return `${name.toLowerCase()}/${version}`;
}

/** What is only needed to compile leaves nothing, and is declared. */
function toPackage(
  context: ExtractorContext,
  extractor: Extractor,
  location: string,
  { name, version, type, sha512 }: DotnetLibrary,
  paths: readonly string[],
): Package {
  const hex = sha512 === undefined ? undefined : hexOfBase64(sha512);
  const isDigest = hex?.length === 128;
  // The SDK names a copy of the framework after what it was for; the registry has it without.
  const known = type === "runtimepack" ? name.replace(/^runtimepack\./, "") : name;
  return createPackage(context, extractor, {
    name: known,
    version,
    location,
    presence: paths.length > 0 ? "installed" : "declared",
    ...(isDigest && { digests: [`sha512:${hex}`] }),
  });
}

/** Publishing puts files of packages beside the application, those of a language in its folder, or leaves them where they were. */
function filesOf(
  { index }: ExtractorContext,
  folder: string,
  { name, type, files }: DotnetLibrary,
): string[] {
  const named = files.length === 0 && type === "project" ? [`${name}.dll`] : files;
  const found = named.flatMap((file) => {
    const steps = file.split("/");
    const places = [file, steps.slice(-2).join("/"), steps.at(-1) ?? ""];
    const paths = places.map((place) => joinPath(folder, place));
    return paths.find((path) => index.lookup(path)?.type === "file") ?? [];
  });
  return [...new Set(found)];
}

/** What the SDK writes beside an application's assembly. */
function ownFiles({ index }: ExtractorContext, path: string): string[] {
  const stem = path.slice(0, -".deps.json".length);
  return [path, stem, `${stem}.exe`, `${stem}.runtimeconfig.json`].filter(
    (own) => index.lookup(own)?.type === "file",
  );
}
