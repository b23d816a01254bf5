import { type FilePlace, isCoppiceError } from "@coppice/types";
import { rangeReader } from "../binary/range-reader.ts";
import type { ExtractorContext } from "../extractor.ts";
import { parsePe } from "../pe/parse-pe.ts";
import type { PeVersion } from "../pe/parse-pe-version.ts";
import { readPeVersion } from "../pe/read-pe-version.ts";

/** Number of the data directory that .NET's assemblies have (ECMA-335, II.25.3.3). */
const managed = 14;

/** What an assembly of .NET says that it is of. */
export interface Assembly {
  readonly name: string;
  readonly version: string;
  readonly foundAt: FilePlace;
}

/**
 * Name and version of the package that an assembly of .NET is likely from, by its version resource: that names the
 * assembly, which most packages are named after. `undefined` for libraries of Windows, for translations, and where it
 * has no version.
 */
export async function readAssembly(
  context: ExtractorContext,
  path: string,
): Promise<Assembly | undefined> {
  const read = rangeReader(context, path);
  try {
    const image = await parsePe(read);
    if (image === undefined || !image.directories[managed]?.size) return undefined;
    const found = await readPeVersion(read, image);
    const name = path.slice(path.lastIndexOf("/") + 1, -".dll".length);
    if (found === undefined || name.endsWith(".resources")) return undefined;
    return {
      name: nameOf(found) ?? name,
      version: versionOf(found),
      foundAt: { path, offset: found.offset },
    };
  } catch (error) {
    if (!isCoppiceError(error)) throw error;
    context.onProblem({ code: error.code, message: error.message, path });
    return undefined;
  }
}

function nameOf({ strings }: PeVersion): string | undefined {
  const file = strings.get("OriginalFilename") ?? strings.get("InternalName") ?? "";
  return /^([\w.-]{1,128})\.dll$/.exec(file)?.[1];
}

/** The product's version is the package's, with the commit after it; the file's may count builds. */
function versionOf({ strings, fileVersion }: PeVersion): string {
  const [version = ""] = (strings.get("ProductVersion") ?? "").split(/[+ ]/, 1);
  return /^\d+\.\d+(?:\.\d+){0,2}(?:-[\w.-]{1,64})?$/.test(version) ? version : fileVersion;
}
