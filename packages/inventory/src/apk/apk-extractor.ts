import type { Package } from "@coppice/types";
import { createPackage } from "../create-package.ts";
import { pathsInScripts } from "../dpkg/paths-in-scripts.ts";
import type { Claim, Extraction, Extractor, ExtractorContext } from "../extractor.ts";
import { apkDigest } from "./apk-digest.ts";
import { type ApkRecord, parseApkDatabase } from "./parse-apk-database.ts";
import { readApkScripts } from "./read-apk-scripts.ts";
import { type ApkCandidate, resolveApkDependencies } from "./resolve-apk-dependencies.ts";

/** Where apk-tools has its database, with and without a merged `/usr`. */
const folders = ["/lib/apk/db", "/usr/lib/apk/db", "/var/lib/apk", "/var/lib/apk/db"];

/** Finds the packages in apk's database, of Alpine and of distributions made with apk-tools. */
export const apkExtractor: Extractor = {
  name: "apk",
  version: 1,
  ecosystem: "apk",
  capabilities: {
    reads: ["{,usr/}lib/apk/db/{installed,scripts.tar}", "var/lib/apk/{installed,scripts.tar}"],
    presence: ["installed"],
    files: true,
    digests: true,
    dependencies: true,
    licenses: true,
  },
  wants: ({ path, type }) =>
    path.endsWith("/installed") &&
    type !== "directory" &&
    folders.includes(path.slice(0, -"/installed".length)),
  extract,
};

async function extract(context: ExtractorContext): Promise<Extraction> {
  const packages: Package[] = [];
  const installed: ApkCandidate[] = [];
  const claims: Claim[] = [];
  for await (const { record, ...own } of readRecords(context)) {
    const found = toPackage(context, record, own);
    packages.push(found);
    installed.push({ id: found.id, ...own, fields: record.fields });
    for (const claim of claimsOf(context, record, found)) claims.push(claim);
  }
  const isThere = context.wanted.length > 0;
  const locations = [...new Set(installed.map(({ location }) => location))];
  const scripts = await Promise.all(
    locations.map((location) => readApkScripts(context, location, installed)),
  );
  return {
    packages,
    dependencies: resolveApkDependencies(installed, context.onProblem),
    claims,
    databases: isThere ? [...folders, ...settings] : [],
    configuration: [
      ...(isThere ? release.map((path) => ({ path })) : []),
      ...pathsInScripts(context, scripts.flat()),
    ],
  };
}

interface NamedRecord {
  readonly record: ApkRecord;
  readonly name: string;
  readonly version: string;
  readonly location: string;
}

/** The records that name a package, the first of each name. */
async function* readRecords(context: ExtractorContext): AsyncGenerator<NamedRecord> {
  const files = new Set<string>();
  const names = new Set<string>();
  for (const { path: location } of context.wanted) {
    const { path: file } = context.index.resolve(location);
    // One of two places may be a link to the other.
    if (files.has(file)) continue;
    files.add(file);
    for (const record of parseApkDatabase((await context.read(location)) ?? new Uint8Array())) {
      const { fields, start, unreadable } = record;
      const problem = (code: string, message: string) =>
        context.onProblem({ code, message, path: location, offset: start });
      const name = fields.get("P");
      const version = fields.get("V");
      if (!name || !version) {
        problem("APK_RECORD_INVALID", "a record lacks P or V; its package is left out");
        continue;
      }
      if (unreadable > 0) {
        const message = `${name} has ${unreadable} unreadable or repeated lines; the others are used`;
        problem("APK_RECORD_DAMAGED", message);
      }
      if (names.has(name)) {
        problem("APK_PACKAGE_REPEATED", `${name} comes again; its first record is used`);
        continue;
      }
      names.add(name);
      yield { record, name, version, location };
    }
  }
}

/** What says which packages are asked for, of which architecture, and from where. */
const settings = [
  "/etc/apk/world",
  "/etc/apk/arch",
  "/etc/apk/repositories",
  "/var/cache/apk",
  "/var/log/apk.log",
];

/** What images take from the package `alpine-release` without installing it. */
const release = [
  "/etc/alpine-release",
  "/etc/apk/protected_paths.d/alpine-release.list",
  "/etc/issue",
  "/etc/os-release",
  "/etc/secfixes.d/alpine",
];

function toPackage(
  context: ExtractorContext,
  { fields, files }: ApkRecord,
  own: Omit<NamedRecord, "record">,
): Package {
  const { id: namespace = "alpine", version: release } = context.distribution ?? {};
  const architecture = fields.get("A");
  const qualifiers = {
    ...(architecture && { arch: architecture }),
    ...(context.distribution && release && { distro: `${namespace}-${release}` }),
  };
  // The database is of the last layer that touched any package; a file that is edited by nobody is of this one's own.
  const file = files.find(({ path }) => !path.startsWith("/etc/") && context.index.stat(path));
  const origin = fields.get("o");
  const license = fields.get("L");
  const description = fields.get("T");
  const supplier = fields.get("m");
  return createPackage(context, apkExtractor, {
    ...own,
    ...(architecture && { architecture }),
    purl: { namespace, qualifiers },
    ...(file && { file: context.canonical(file.path) }),
    ...(origin && { source: { name: origin, version: own.version } }),
    ...(license && { licenses: [license] }),
    ...(description && { description }),
    ...(supplier && { supplier }),
  });
}

function* claimsOf(
  context: ExtractorContext,
  { folders, files }: ApkRecord,
  { id }: Package,
): Generator<Claim> {
  for (const folder of folders) yield { path: context.canonical(folder), package: id };
  for (const { path: listed, checksum } of files) {
    const path = context.canonical(listed);
    // The checksum of a link is of its target's text.
    const isFile = context.index.lookup(path)?.type === "file";
    const digest = isFile && checksum !== undefined ? apkDigest(checksum) : undefined;
    // apk keeps changed files of `/etc` at an upgrade, but for `/etc/init.d`.
    const configuration = path.startsWith("/etc/") && !path.startsWith("/etc/init.d/");
    yield {
      path,
      package: id,
      ...(configuration && { configuration }),
      ...(digest !== undefined && { digest }),
    };
  }
}
