import { present } from "../data/present.ts";
import type { LockedDependency } from "../locked-dependency.ts";
import { LockfileError } from "../lockfile-error.ts";
import type {
  DraftPackage,
  LockfileDraft,
  LockfileInput,
  LockfileReader,
} from "../lockfile-reader.ts";
import { isAddress } from "../npm/npm-address.ts";
import { npmArtifacts } from "../npm/npm-artifacts.ts";
import { npmSource } from "../npm/npm-source.ts";
import { splitSpec } from "../npm/split-spec.ts";
import { parseIntegrity } from "../parse-integrity.ts";
import { toDigest } from "../to-digest.ts";
import { parseYarnText, type YarnEntry } from "./parse-yarn-text.ts";

/** yarn.lock of Yarn 1. It does not say what the projects require themselves. */
export const yarnClassicReader: LockfileReader = {
  format: "yarn-classic",
  ecosystem: "npm",
  named: (base) => base === "yarn.lock",
  resembles,
  read,
};

function resembles(head: string): boolean {
  return head.includes("# yarn lockfile v1");
}

function read(input: LockfileInput): LockfileDraft {
  const entries = parseYarnText(input);
  if (entries.length === 0 && !resembles(input.text)) {
    throw new LockfileError(
      "LOCKFILE_INVALID",
      "this is no lockfile of Yarn: it has neither its first line nor packages; run yarn install",
    );
  }
  const keys = new Map<string, string>();
  for (const { patterns } of entries) {
    for (const pattern of patterns) keys.set(pattern, patterns[0] ?? pattern);
  }
  return {
    version: "1",
    importers: [],
    packages: entries.map((entry) => toPackage(entry, keys)),
  };
}

function toPackage(entry: YarnEntry, keys: ReadonlyMap<string, string>): DraftPackage {
  const { patterns, fields, groups, line } = entry;
  const [key = ""] = patterns;
  const { name: alias, version: range = "" } = splitSpec(key);
  const name = range.startsWith("npm:") ? splitSpec(range.slice("npm:".length)).name : alias;
  const resolved = fields.get("resolved");
  // The SHA-1 of the archive stands behind its address.
  const hash = resolved?.indexOf("#") ?? -1;
  const isArchive = resolved !== undefined && /^(?:https?|file):/.test(resolved);
  const address = isArchive && hash >= 0 ? resolved.slice(0, hash) : resolved;
  const sha1 = isArchive && hash >= 0 ? toDigest("sha1", resolved.slice(hash + 1)) : undefined;
  const integrity = parseIntegrity(fields.get("integrity"));
  const isLocal = address === undefined && range.startsWith("file:");
  return {
    key,
    name,
    ...present({ alias: alias === name ? undefined : alias, version: fields.get("version"), line }),
    source: isLocal
      ? { kind: "directory", path: range.slice("file:".length) }
      : npmSource({ name, address, isBundled: false, isAskedByAddress: isAddress(range) }),
    artifacts: npmArtifacts(
      address,
      integrity.some((digest) => digest === sha1) || sha1 === undefined
        ? integrity
        : [...integrity, sha1],
    ),
    dependencies: [
      ...requirements(groups.get("dependencies"), "runtime", keys),
      ...requirements(groups.get("optionalDependencies"), "optional", keys),
    ],
  };
}

function requirements(
  group: ReadonlyMap<string, string> | undefined,
  kind: LockedDependency["kind"],
  keys: ReadonlyMap<string, string>,
): LockedDependency[] {
  return [...(group ?? [])].map(([name, specifier]) => {
    const target = keys.get(`${name}@${specifier}`);
    return { name, specifier, kind, to: target === undefined ? [] : [target] };
  });
}
