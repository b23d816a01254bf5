import { decodeName, parentPath } from "@coppice/image";
import type { Dependency, Package, PackageId } from "@coppice/types";
import { claimFolders } from "../claim-folders.ts";
import { createNearest, type Nearest } from "../create-nearest.ts";
import { createPackage } from "../create-package.ts";
import type { Claim, Extraction, Extractor, ExtractorContext } from "../extractor.ts";
import { mapConcurrently } from "../map-concurrently.ts";
import { type BeamApplication, parseApplication } from "./parse-application.ts";
import { isPlatformApplication } from "./platform-applications.ts";

/** Finds the applications of Erlang and Elixir, also in releases, and tells those that come with the two from Hex's. */
export const hexExtractor: Extractor = {
  name: "hex",
  version: 1,
  ecosystem: "hex",
  capabilities: {
    reads: ["NAME/ebin/NAME.app"],
    presence: ["installed"],
    files: true,
    digests: false,
    dependencies: true,
    licenses: false,
  },
  wants: ({ path, type }) =>
    type === "file" && path.endsWith(".app") && parentPath(path).endsWith("/ebin"),
  extract,
};

interface Installed {
  readonly application: BeamApplication;
  readonly file: string;
  /** `lib/NAME-VERSION` or `lib/NAME`; the folder of code where that is named otherwise. */
  readonly location: string;
  readonly found: Package;
}

async function extract(context: ExtractorContext): Promise<Extraction> {
  const read = await mapConcurrently(context.wanted, 8, async ({ path }) => {
    const bytes = await context.read(path);
    return bytes && { file: path, application: parseApplication(decodeName(bytes)) };
  });
  const installed: Installed[] = [];
  for (const each of read) {
    if (each === undefined) continue;
    const { application, file } = each;
    if (application) {
      const location = folderOf(file, application.name);
      const found = toPackage(context, file, location, application);
      installed.push({ application, file, location, found });
    } else {
      const message = "no application resource; the application is left out";
      context.onProblem({ code: "HEX_APPLICATION_INVALID", message, path: file });
    }
  }
  const nearest = createNearest(context.onProblem);
  for (const { location, found } of installed) {
    nearest.add(parentPath(location), found.name, found.id);
  }
  return {
    packages: installed.map(({ found }) => found),
    dependencies: installed.flatMap((each) => dependenciesOf(each, nearest)),
    claims: claimFiles(context, installed),
  };
}

/** Only a folder with the application's name is its own: the one above a stray `ebin` may be a whole system. */
function folderOf(file: string, name: string): string {
  const code = parentPath(file);
  const folder = parentPath(code);
  const base = folder.slice(folder.lastIndexOf("/") + 1);
  return base === name || base.startsWith(`${name}-`) ? folder : code;
}

function toPackage(
  context: ExtractorContext,
  file: string,
  location: string,
  { name, version, description }: BeamApplication,
): Package {
  return createPackage(context, hexExtractor, {
    name,
    location,
    file,
    ...(isPlatformApplication(name) && { purl: { type: "otp" } }),
    ...(version !== undefined && { version }),
    ...(description !== undefined && { description }),
  });
}

function dependenciesOf(
  { application, file, location, found }: Installed,
  nearest: Nearest,
): Dependency[] {
  const optional = new Set(application.optional);
  const names = new Set([...application.applications, ...optional]);
  return [...names].map((requirement) => ({
    from: found.id,
    kind: optional.has(requirement) ? "optional" : "runtime",
    requirement,
    satisfiedBy: nearest.find(parentPath(location), requirement),
    readFrom: file,
  }));
}

/** A folder is of one application, however many have their resource in it. */
function* claimFiles(
  { index }: ExtractorContext,
  installed: readonly Installed[],
): Generator<Claim> {
  const owners = new Map<string, PackageId>();
  for (const { location, file, found } of installed) {
    if (owners.has(location)) yield { path: file, package: found.id };
    else owners.set(location, found.id);
  }
  yield* claimFolders(index, owners);
}
