import { decodeName, joinPath, parentPath } from "@coppice/image";
import type { Package } from "@coppice/types";
import { createPackage } from "../create-package.ts";
import type { Extractor, ExtractorContext } from "../extractor.ts";
import { isInventoryError } from "../inventory-error.ts";
import { parseJavaRelease } from "./parse-java-release.ts";
import { parseJimageModules } from "./parse-jimage-modules.ts";

/** A Java runtime: a JDK, a JRE, or what `jlink` made of the modules that an application needs. */
export interface JavaRuntime {
  /** Its folder, `java.home`. */
  readonly root: string;
  /** All in its folder is its own. */
  readonly isApart: boolean;
  readonly packages: readonly Package[];
}

const maximumReleaseBytes = 1 << 16;
/** Beginnings of modules' names that belong to the runtime, whoever built it; others were linked into it. */
const ownModules =
  /^(?:java|jdk|javafx|oracle|openj9|com\.sun|com\.oracle|com\.azul|com\.ibm|org\.graalvm)\./;

/** Where these are, as in `/usr`, is more than a runtime, and one file must not make all of it a runtime's. */
const systemFolders = ["etc", "share", "usr", "var"];

/** Whether a path may be in a runtime what tells that it is one. */
export function isRuntimeRecord(path: string): boolean {
  return path.endsWith("/release") || path.endsWith("/lib/modules");
}

/**
 * The Java runtimes, from their file `release` and the modules in `lib/modules`; the JRE in an old JDK is
 * a part of that.
 */
export async function findJavaRuntimes(
  context: ExtractorContext,
  extractor: Pick<Extractor, "name" | "ecosystem">,
  records: readonly string[],
): Promise<readonly JavaRuntime[]> {
  const runtimes: JavaRuntime[] = [];
  const apart = new Set<string>();
  for (const root of new Set(records.map(rootOf).sort())) {
    if (root.endsWith("/jre") && apart.has(parentPath(root))) continue;
    const runtime = await readRuntime(context, extractor, root);
    if (runtime) runtimes.push(runtime);
    if (runtime?.isApart) apart.add(root);
  }
  return runtimes;
}

function rootOf(path: string): string {
  return path.endsWith("/lib/modules") ? parentPath(parentPath(path)) : parentPath(path);
}

async function readRuntime(
  context: ExtractorContext,
  extractor: Pick<Extractor, "name" | "ecosystem">,
  root: string,
): Promise<JavaRuntime | undefined> {
  const release = await readRelease(context, joinPath(root, "release"));
  const modules = await readModules(context, joinPath(root, "lib/modules"));
  const version = release.get("GRAALVM_VERSION") ?? release.get("JAVA_VERSION");
  if (version === undefined && modules === undefined) return undefined;
  const names = modules ?? release.get("MODULES")?.split(" ") ?? [];
  const file = joinPath(root, version === undefined ? "lib/modules" : "release");
  const supplier = release.get("IMPLEMENTOR");
  const build = release.get("IMPLEMENTOR_VERSION") ?? release.get("JAVA_RUNTIME_VERSION");
  const own = createPackage(context, extractor, {
    ecosystem: "generic",
    name: nameOf(release),
    ...(version !== undefined && { version }),
    purl: { type: "generic" },
    location: root,
    file,
    ...(supplier && { supplier }),
    ...(build && { description: `Java runtime, build ${build}` }),
  });
  const linked = names.filter((name) => !ownModules.test(name));
  return {
    root,
    isApart: systemFolders.every(
      (name) => context.index.lookup(joinPath(root, name)) === undefined,
    ),
    packages: [
      own,
      ...linked.map((name) =>
        createPackage(context, extractor, {
          name,
          location: `${joinPath(root, "lib/modules")}!/${name}`,
          file: joinPath(root, "lib/modules"),
        }),
      ),
    ],
  };
}

/** Vendors build OpenJDK under their own names, and give their names as the supplier. */
function nameOf(release: ReadonlyMap<string, string>): string {
  if (release.has("GRAALVM_VERSION")) return "graalvm";
  return release.get("BUILD_TYPE") === "commercial" ? "oracle-jdk" : "openjdk";
}

async function readRelease(
  context: ExtractorContext,
  path: string,
): Promise<ReadonlyMap<string, string>> {
  const resolution = context.index.resolve(path);
  const isSmall = resolution.found && resolution.entry.size <= maximumReleaseBytes;
  const bytes = isSmall && resolution.entry.type === "file" ? await context.read(path) : undefined;
  return bytes ? parseJavaRelease(decodeName(bytes)) : new Map();
}

/** The modules that are linked into one file; `undefined` where it is none of a runtime. */
async function readModules(
  context: ExtractorContext,
  path: string,
): Promise<readonly string[] | undefined> {
  const entry = context.index.lookup(path);
  if (entry?.type !== "file") return undefined;
  try {
    return await parseJimageModules(
      async (range) => (await context.readRange(path, range)) ?? new Uint8Array(),
    );
  } catch (error) {
    if (!isInventoryError(error)) throw error;
    const message = `the modules in it are not listed: ${error.message}`;
    context.onProblem({ code: "JAVA_MODULES_INVALID", message, path });
    return [];
  }
}
