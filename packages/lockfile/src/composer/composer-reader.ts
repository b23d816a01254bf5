import { isObject, listOf, memberOf, textEntriesOf, textOf, textsOf } from "../data/members.ts";
import { parseJson } from "../data/parse-json.ts";
import { present } from "../data/present.ts";
import { pushTo } from "../data/push-to.ts";
import { gitSource } from "../git-source.ts";
import type { LockedArtifact } from "../locked-artifact.ts";
import type { LockedSource } from "../locked-source.ts";
import { LockfileError } from "../lockfile-error.ts";
import type {
  DraftPackage,
  LockfileDraft,
  LockfileInput,
  LockfileReader,
} from "../lockfile-reader.ts";
import { toDigest } from "../to-digest.ts";

/** composer.lock. It does not say what the project requires itself. */
export const composerReader: LockfileReader = {
  format: "composer",
  ecosystem: "composer",
  named: (base) => base === "composer.lock",
  resembles: (head) => head.includes('"content-hash":') && head.includes('"packages":'),
  read,
};

/** Source: Composer's documentation, "composer.json schema", and what Composer 1 and 2 write. */
function read(input: LockfileInput): LockfileDraft {
  const lines = new Map<string, number[]>();
  const root = parseJson(input, (path, line) => {
    if (path.length === 2 && path[1] === "") pushTo(lines, path[0] ?? "", line);
  });
  if (!isObject(root) || !Array.isArray(memberOf(root, "packages"))) {
    throw new LockfileError(
      "LOCKFILE_INVALID",
      "this is no lockfile of Composer: it has no packages; run composer update --lock",
    );
  }
  const entries = (["packages", "packages-dev"] as const).flatMap((member) =>
    listOf(memberOf(root, member)).flatMap((value, index) => {
      const line = lines.get(member)?.[index];
      const name = textOf(value, "name");
      const version = textOf(value, "version");
      if (name !== undefined && version !== undefined) {
        return [{ name, version, value, line, development: member === "packages-dev" }];
      }
      input.report("ENTRY_INVALID", "a package has no name or no version", line);
      return [];
    }),
  );
  const providers = new Map<string, string[]>();
  for (const { name } of entries) pushTo(providers, name.toLowerCase(), name);
  // A package may stand in for others, which are then not there themselves.
  for (const { name, value } of entries) {
    for (const member of ["replace", "provide"]) {
      for (const [other] of textEntriesOf(memberOf(value, member))) {
        if (other.toLowerCase() !== name.toLowerCase())
          pushTo(providers, other.toLowerCase(), name);
      }
    }
  }
  const version = textOf(root, "plugin-api-version");
  const packages = entries.map(
    ({ name, version: stated, value, line, development }): DraftPackage => {
      const licenses = textsOf(memberOf(value, "license"));
      const abandoned = memberOf(value, "abandoned");
      return {
        key: name,
        name,
        version: stated,
        ...present({
          licenses: licenses.length > 0 ? licenses : undefined,
          deprecated: abandonment(abandoned),
          line,
        }),
        source: sourceOf(value),
        artifacts: artifactsOf(memberOf(value, "dist")),
        dependencies: textEntriesOf(memberOf(value, "require")).map(([other, specifier]) => ({
          name: other,
          specifier,
          kind: "runtime",
          to: providers.get(other.toLowerCase()) ?? [],
        })),
        development,
      };
    },
  );
  return { ...present({ version }), importers: [], packages };
}

/** `true`, or the name of the package to take instead. */
function abandonment(value: unknown): string | undefined {
  if (typeof value === "string" && value !== "") return `abandoned; use ${value}`;
  return value === true ? "abandoned" : undefined;
}

/** Packages of a registry say where installations are counted. */
function sourceOf(value: unknown): LockedSource {
  const dist = memberOf(value, "dist");
  const source = memberOf(value, "source");
  if (textOf(dist, "type") === "path")
    return { kind: "directory", path: textOf(dist, "url") ?? "" };
  const counter = textOf(value, "notification-url");
  if (counter !== undefined) {
    const slash = counter.indexOf("/", counter.indexOf("://") + 3);
    return { kind: "registry", registry: slash < 0 ? counter : counter.slice(0, slash) };
  }
  const url = textOf(source, "url");
  if (url !== undefined && textOf(source, "type") === "git") {
    return gitSource(url, { commit: textOf(source, "reference") });
  }
  const archive = textOf(dist, "url");
  return archive === undefined ? { kind: "unknown" } : { kind: "archive", url: archive };
}

function artifactsOf(dist: unknown): readonly LockedArtifact[] {
  const url = textOf(dist, "url");
  if (url === undefined || textOf(dist, "type") === "path") return [];
  const digest = toDigest("sha1", textOf(dist, "shasum"));
  return [{ of: "archive", url, digests: digest === undefined ? [] : [digest] }];
}
