import { type Dependency, type FilePlace, isCoppiceError, type Package } from "@coppice/types";
import { type BuiltProgram, extractPrograms } from "../binary/extract-programs.ts";
import { isProgram } from "../binary/is-program.ts";
import { rangeReader } from "../binary/range-reader.ts";
import { readObjectSections } from "../binary/read-object-sections.ts";
import { createPackage } from "../create-package.ts";
import type { Extraction, Extractor, ExtractorContext } from "../extractor.ts";
import { renderPurl } from "../render-purl.ts";
import { parseGoModules } from "./parse-go-modules.ts";
import { type GoBuildInfo, readGoBuildInfo } from "./read-go-build-info.ts";
import { versionOfFlags } from "./version-of-flags.ts";

/** Finds the modules that Go programs were built from, with Go's standard library, by what the linker wrote in them. */
export const goExtractor: Extractor = {
  name: "go-binary",
  version: 1,
  ecosystem: "golang",
  capabilities: {
    reads: ["build information in Go programs (ELF, PE, Mach-O)"],
    presence: ["installed"],
    files: true,
    digests: false,
    dependencies: true,
    licenses: false,
  },
  wants: isProgram,
  extract,
};

function extract(context: ExtractorContext): Promise<Extraction> {
  return extractPrograms(
    context,
    (path) => readInfo(context, path),
    (path, content) => toPackages(context, path, content),
  );
}

async function readInfo(context: ExtractorContext, path: string): Promise<GoBuildInfo | undefined> {
  const sections = await readObjectSections(context, path, context.onProblem);
  try {
    return await readGoBuildInfo(rangeReader(context, path), sections, context.format(path));
  } catch (error) {
    if (!isCoppiceError(error)) throw error;
    const message = `the modules of a Go program are not known: ${error.message}`;
    context.onProblem({ code: "GO_BUILD_INFO_INVALID", message, path });
    return undefined;
  }
}

function toPackages(context: ExtractorContext, path: string, info: GoBuildInfo): BuiltProgram {
  const { main, dependencies: modules, settings } = parseGoModules(info.modules);
  const [, standard] = /^go(\d+\.\d+(?:\.\d+)?(?:(?:rc|beta)\d+)?)/.exec(info.version) ?? [];
  const create = (name: string, version?: string) =>
    createModule(context, { path, offset: info.offset }, name, version);
  const library = create("stdlib", standard);
  const others = modules.map((module) => create(module.path, module.version));
  if (main === undefined) return { packages: [library, ...others], dependencies: [] };
  const program = create(
    main.path,
    main.version ?? versionOfFlags(settings.get("-ldflags") ?? "", main.path),
  );
  const dependencies = [library, ...others].map(
    (each): Dependency => ({
      from: program.id,
      kind: "runtime",
      requirement: requirementOf(each),
      satisfiedBy: [each.id],
      readFrom: path,
    }),
  );
  return { packages: [program, library, ...others], dependencies };
}

function createModule(
  context: ExtractorContext,
  foundAt: FilePlace,
  path: string,
  version: string | undefined,
): Package {
  const slash = path.lastIndexOf("/");
  const [namespace, name] = [path.slice(0, Math.max(slash, 0)), path.slice(slash + 1)];
  const found = createPackage(context, goExtractor, {
    name: path,
    ...(version !== undefined && { version }),
    purl: { namespace, name },
    location: foundAt.path,
    foundAt,
  });
  if (namespace !== "") return found;
  // The type's definition asks for a namespace, which the standard library and modules such as `go.uber.org` do not have.
  const purl = renderPurl("generic", { name, ...(version !== undefined && { version }) });
  return purl === undefined ? found : { ...found, purl: purl.replace("generic", "golang") };
}

function requirementOf({ name, version }: Pick<Package, "name" | "version">): string {
  return version === undefined ? name : `${name}@${version}`;
}
