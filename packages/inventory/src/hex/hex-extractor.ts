import { decodeName, parentPath } from "@coppice/image";
import type { Dependency, Package, PackageId } from "@coppice/types";
import { createPackage } from "../create-package.ts";
import type { Claim, Extraction, Extractor, ExtractorContext } from "../extractor.ts";
import { mapConcurrently } from "../map-concurrently.ts";
import { pathsBelow } from "../paths-below.ts";
import { type BeamApplication, parseApplication } from "./parse-application.ts";

/** Finds the applications of Erlang and Elixir, also in releases, and tells those of Erlang/OTP itself from Hex's. */
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
      installed.push({ application, file, found: toPackage(context, file, application) });
    } else {
      const message = "no application resource; the application is left out";
      context.onProblem({ code: "HEX_APPLICATION_INVALID", message, path: file });
    }
  }
  const ids = new Map(installed.map(({ found }): [string, PackageId] => [found.name, found.id]));
  return {
    packages: installed.map(({ found }) => found),
    dependencies: installed.flatMap((each) => dependenciesOf(each, ids)),
    claims: claimFolders(context, installed),
  };
}

/** Applications that Erlang/OTP always has: what lies beside one of them came with it. */
const otpMark = "kernel";

function toPackage(
  context: ExtractorContext,
  file: string,
  { name, version, description }: BeamApplication,
): Package {
  const location = parentPath(parentPath(file));
  return createPackage(context, hexExtractor, {
    name,
    location,
    file,
    ...(isOfOtp(context, location) && { purl: { type: "otp" } }),
    ...(version !== undefined && { version }),
    ...(description !== undefined && { description }),
  });
}

function isOfOtp({ index }: ExtractorContext, location: string): boolean {
  const folder = parentPath(location);
  if (!folder.endsWith("/erlang/lib")) return false;
  return index.children(folder).some(({ path }) => path.startsWith(`${folder}/${otpMark}-`));
}

function dependenciesOf(
  { application, file, found }: Installed,
  ids: ReadonlyMap<string, PackageId>,
): Dependency[] {
  const optional = new Set(application.optional);
  const names = new Set([...application.applications, ...optional]);
  return [...names].map((requirement) => {
    const satisfier = ids.get(requirement);
    return {
      from: found.id,
      kind: optional.has(requirement) ? "optional" : "runtime",
      requirement,
      satisfiedBy: satisfier === undefined ? [] : [satisfier],
      readFrom: file,
    };
  });
}

function* claimFolders(
  { index }: ExtractorContext,
  installed: readonly Installed[],
): Generator<Claim> {
  for (const { found } of installed) {
    for (const path of pathsBelow(index, found.location ?? "")) yield { path, package: found.id };
  }
}
