import { entriesOf, isObject, listOf, memberOf, textOf, textsOf } from "../data/members.ts";
import { parseJson } from "../data/parse-json.ts";
import { present } from "../data/present.ts";
import { gitSource } from "../git-source.ts";
import type { LockedSource } from "../locked-source.ts";
import { LockfileError } from "../lockfile-error.ts";
import type {
  DraftPackage,
  LockfileDraft,
  LockfileInput,
  LockfileReader,
} from "../lockfile-reader.ts";
import { quote } from "../quote.ts";
import { parseDigest } from "../to-digest.ts";
import { createKeys } from "./create-keys.ts";
import { pinnedVersion } from "./parse-requirement.ts";

/** Pipfile.lock of Pipenv. It keeps neither what requires what nor what the project requires itself. */
export const pipfileReader: LockfileReader = {
  format: "pipfile",
  ecosystem: "pypi",
  named: (base) => base === "Pipfile.lock",
  resembles: (head) => head.includes('"pipfile-spec":'),
  read,
};

/** Source: Pipenv's documentation, "Pipfile & Pipfile.lock". */
function read(input: LockfileInput): LockfileDraft {
  const lines = new Map<string, number>();
  const root = parseJson(input, (path, line) => {
    if (path.length === 2) lines.set(path.join("/"), line);
  });
  const meta = memberOf(root, "_meta");
  if (!isObject(meta)) {
    throw new LockfileError(
      "LOCKFILE_INVALID",
      "this is no lockfile of Pipenv: it has no _meta; run pipenv lock",
    );
  }
  const sources = listOf(memberOf(meta, "sources"));
  const registries = new Map(
    sources.map((source) => [textOf(source, "name") ?? "", trimSlash(textOf(source, "url") ?? "")]),
  );
  // A package that several categories want stands in each of them.
  const found = new Map<string, Required>();
  for (const [group, members] of entriesOf(root).filter(([name]) => name !== "_meta")) {
    for (const [name, value] of entriesOf(members)) {
      const line = lines.get(`${group}/${name}`);
      if (!isObject(value)) {
        input.report("ENTRY_INVALID", `the entry of ${quote(name)} is no object`, line);
        continue;
      }
      const id = `${name}${textOf(value, "version") ?? JSON.stringify(value)}`;
      const known = found.get(id);
      if (known) known.groups.push(group);
      else found.set(id, { name, value, line, groups: [group] });
    }
  }
  const keyOf = createKeys();
  return {
    version: String(memberOf(meta, "pipfile-spec") ?? ""),
    importers: [],
    packages: [...found.values()].map((required) => toPackage(required, keyOf, registries)),
    registries: [...registries.values()],
  };
}

interface Required {
  readonly name: string;
  readonly value: unknown;
  readonly line: number | undefined;
  readonly groups: string[];
}

function toPackage(
  { name, value, line, groups }: Required,
  keyOf: (text: string) => string,
  registries: ReadonlyMap<string, string>,
): DraftPackage {
  const version = pinnedVersion(textOf(value, "version") ?? "");
  const digests = textsOf(memberOf(value, "hashes")).flatMap((hash) => parseDigest(hash) ?? []);
  return {
    key: keyOf(version === undefined ? name : `${name}==${version}`),
    name,
    ...present({ version, marker: textOf(value, "markers"), line }),
    source: sourceOf(value, registries),
    artifacts: digests.map((digest) => ({ of: "archive", digests: [digest] })),
    dependencies: [],
    development: !groups.includes("default"),
    groups,
  };
}

function sourceOf(value: unknown, registries: ReadonlyMap<string, string>): LockedSource {
  const git = textOf(value, "git");
  if (git !== undefined) {
    return gitSource(`${git}#${textOf(value, "ref") ?? ""}`, {
      directory: textOf(value, "subdirectory"),
    });
  }
  const file = textOf(value, "file");
  if (file !== undefined)
    return /^https?:/.test(file) ? { kind: "archive", url: file } : { kind: "file", path: file };
  const path = textOf(value, "path");
  const linked = memberOf(value, "editable") === true ? (true as const) : undefined;
  if (path !== undefined) return { kind: "directory", path, ...present({ linked }) };
  const [only] = registries.size === 1 ? registries.values() : [];
  return {
    kind: "registry",
    ...present({ registry: registries.get(textOf(value, "index") ?? "") ?? only }),
  };
}

function trimSlash(url: string): string {
  return url.endsWith("/") ? url.slice(0, -1) : url;
}
