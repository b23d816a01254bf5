import { entriesOf, isObject, memberOf, textEntriesOf, textOf } from "../data/members.ts";
import { parseJson } from "../data/parse-json.ts";
import { present } from "../data/present.ts";
import { hexOfBase64 } from "../hex-of-base64.ts";
import type { LockedDependency } from "../locked-dependency.ts";
import type { LockedImporter } from "../lockfile.ts";
import { LockfileError } from "../lockfile-error.ts";
import type {
  DraftPackage,
  LockfileDraft,
  LockfileInput,
  LockfileReader,
} from "../lockfile-reader.ts";
import { quote } from "../quote.ts";
import { toDigest } from "../to-digest.ts";

/** packages.lock.json of NuGet, versions 1 and 2. Each target framework has its own graph, hence its own importer. */
export const nugetReader: LockfileReader = {
  format: "nuget",
  ecosystem: "nuget",
  named: (base) => base === "packages.lock.json" || base.endsWith(".packages.lock.json"),
  resembles: (head) => head.includes('"contentHash":') && head.includes('"resolved":'),
  read,
};

/** Source: NuGet's documentation, "Lock file", and what .NET SDK 3 to 9 write. */
function read(input: LockfileInput): LockfileDraft {
  const lines = new Map<string, Map<string, number>>();
  const root = parseJson(input, ([top, framework, name, more], line) => {
    if (top !== "dependencies" || framework === undefined || more !== undefined) return;
    if (name === undefined) lines.set(framework, new Map());
    else lines.get(framework)?.set(name, line);
  });
  const version = memberOf(root, "version");
  const frameworks = memberOf(root, "dependencies");
  if (version !== 1 && version !== 2) {
    throw new LockfileError(
      "VERSION_UNSUPPORTED",
      `version ${String(version).slice(0, 20)} of packages.lock.json is not read; restore with an SDK that writes 1 or 2`,
    );
  }
  if (!isObject(frameworks)) {
    throw new LockfileError(
      "LOCKFILE_INVALID",
      "this is no lockfile of NuGet: it has no dependencies; run dotnet restore --use-lock-file",
    );
  }
  const keysIn = new Map(
    entriesOf(frameworks).map(([framework, members]) => [framework, keysByName(members)]),
  );
  const importers: LockedImporter[] = [];
  const packages = new Map<string, Collected>();
  for (const [framework, members] of entriesOf(frameworks)) {
    // What a runtime adds to its framework stands under `net8.0/win-x64`, and goes on with the framework's own.
    const own = keysIn.get(framework);
    const base = keysIn.get(framework.split("/")[0] ?? framework);
    const resolve = (name: string): readonly string[] =>
      own?.get(name.toLowerCase()) ?? base?.get(name.toLowerCase()) ?? [];
    const direct: LockedDependency[] = [];
    for (const [name, value] of entriesOf(members)) {
      const line = lines.get(framework)?.get(name);
      if (!isObject(value)) {
        input.report("ENTRY_INVALID", `the entry of ${quote(name)} is no object`, line);
        continue;
      }
      if (textOf(value, "type") === "Direct") {
        const specifier = textOf(value, "requested");
        direct.push({ name, ...present({ specifier }), kind: "runtime", to: resolve(name) });
      }
      const key = keyOf(name, value);
      const collected = packages.get(key) ?? toPackage(key, name, value, line);
      packages.set(key, collected);
      // The frameworks may resolve the requirements of a package to different versions.
      for (const [other, specifier] of textEntriesOf(memberOf(value, "dependencies"))) {
        const to = resolve(other);
        const id = `${other}\0${to[0]}`;
        if (collected.seen.has(id)) continue;
        collected.seen.add(id);
        collected.dependencies.push({ name: other, specifier, kind: "runtime", to });
      }
    }
    importers.push({ key: framework, path: ".", dependencies: direct });
  }
  return {
    version: String(version),
    importers,
    packages: [...packages.values()].map(({ seen, ...found }) => found),
  };
}

/** A package while the frameworks that use it are read. */
interface Collected extends DraftPackage {
  readonly dependencies: LockedDependency[];
  readonly seen: Set<string>;
}

function keysByName(members: unknown): ReadonlyMap<string, readonly string[]> {
  return new Map(
    entriesOf(members).map(([name, value]) => [name.toLowerCase(), [keyOf(name, value)]]),
  );
}

/** A project that is referred to has no version. */
function keyOf(name: string, value: unknown): string {
  const version = textOf(value, "resolved");
  return version === undefined ? name : `${name}/${version}`;
}

function toPackage(key: string, name: string, value: unknown, line: number | undefined): Collected {
  const digest = toDigest("sha512", hexOfBase64(textOf(value, "contentHash") ?? ""));
  const isProject = textOf(value, "type") === "Project";
  return {
    key,
    name,
    ...present({ version: textOf(value, "resolved"), line }),
    source: isProject ? { kind: "directory", path: name, linked: true } : { kind: "registry" },
    artifacts: digest === undefined ? [] : [{ of: "archive", digests: [digest] }],
    dependencies: [],
    seen: new Set(),
  };
}
