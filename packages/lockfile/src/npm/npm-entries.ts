import { entriesOf, isObject, memberOf, textOf } from "../data/members.ts";
import { parseJson } from "../data/parse-json.ts";
import { LockfileError } from "../lockfile-error.ts";
import type { LockfileInput } from "../lockfile-reader.ts";
import { isArchive } from "./npm-address.ts";

/** A package-lock.json with its packages by path, whatever its version. */
export interface NpmDocument {
  readonly version: string;
  readonly entries: readonly NpmEntry[];
}

/** What lies at a path. */
export interface NpmEntry {
  /** Relative to the lockfile's folder; empty for that folder itself. */
  readonly path: string;
  readonly value: unknown;
  /** It is of the first version of the format, which names other members. */
  readonly isLegacy: boolean;
  readonly line: number | undefined;
}

/**
 * Reads package-lock.json, npm-shrinkwrap.json and node_modules/.package-lock.json of versions 1 to 3.
 *
 * @throws A {@link LockfileError} when it is none of them.
 */
export function parseNpmDocument(input: LockfileInput): NpmDocument {
  const lines = new Map<string, number>();
  const legacyLines = new Map<string, number>();
  const value = parseJson(input, (path, line) => {
    if (path[0] === "packages" && path.length === 2) lines.set(path[1] ?? "", line);
    else if (path[0] === "dependencies" && path.length % 2 === 0 && lines.size === 0) {
      legacyLines.set(legacyPath(path), line);
    }
  });
  const version = memberOf(value, "lockfileVersion") ?? 1;
  const packages = memberOf(value, "packages");
  if (version !== 1 && version !== 2 && version !== 3) {
    throw new LockfileError(
      "VERSION_UNSUPPORTED",
      `lockfileVersion ${String(version).slice(0, 20)} is not read; write it with npm install --lockfile-version 3`,
    );
  }
  if (!isObject(value) || (version > 1 && !isObject(packages))) {
    throw new LockfileError(
      "LOCKFILE_INVALID",
      "this is no lockfile of npm: it has no packages; run npm install --package-lock-only",
    );
  }
  const entries =
    version === 1
      ? [
          { path: "", value, isLegacy: true, line: undefined },
          ...legacyEntries(value, legacyLines, input),
        ]
      : entriesOf(packages).map(([path, entry]) => ({
          path,
          value: entry,
          isLegacy: false,
          line: lines.get(path),
        }));
  return { version: String(version), entries };
}

/** Characters of a path: those of nested packages repeat those of the packages around them. */
const maximumPath = 1024;

/** The entries of nested `dependencies`, at the paths where they are installed. */
function legacyEntries(
  document: unknown,
  lines: ReadonlyMap<string, number>,
  { report }: LockfileInput,
): NpmEntry[] {
  const entries: NpmEntry[] = [];
  const open = [{ path: "", stated: "", value: document }];
  for (let next = open.pop(); next; next = open.pop()) {
    for (const [name, value] of entriesOf(memberOf(next.value, "dependencies"))) {
      const stated = joinNames(next.stated, name);
      const line = lines.get(stated);
      const installed = joinNames(next.path, name);
      if (installed.length > maximumPath) {
        report("ENTRY_INVALID", "a package lies deeper than paths can be long", line);
        continue;
      }
      const folder = linkedFolder(value);
      // Later versions of the format keep a linked folder apart from its link.
      const path = folder ?? installed;
      if (folder !== undefined) {
        const link = { link: true, resolved: folder };
        entries.push({ path: installed, value: link, isLegacy: false, line });
      }
      entries.push({ path, value, isLegacy: true, line });
      open.push({ path, stated, value });
    }
  }
  return entries;
}

/** The folder that a package is linked to; undefined where it is none. */
function linkedFolder(value: unknown): string | undefined {
  const version = textOf(value, "version");
  if (!version?.startsWith("file:") || isArchive(version)) return undefined;
  return version.slice("file:".length);
}

function joinNames(path: string, name: string): string {
  return `${path}${path && "/"}node_modules/${name}`;
}

/** The path of an entry from the members that lead to it: `dependencies`, a name, `dependencies`, … */
function legacyPath(members: readonly string[]): string {
  return members.filter((_, index) => index % 2 === 1).reduce(joinNames, "");
}
