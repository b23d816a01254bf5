import { listOf, memberOf, textsOf } from "../data/members.ts";
import { parseYaml } from "../data/parse-yaml.ts";
import { present } from "../data/present.ts";
import type { LockedDependency } from "../locked-dependency.ts";
import { LockfileError } from "../lockfile-error.ts";
import type {
  DraftPackage,
  LockfileDraft,
  LockfileInput,
  LockfileReader,
} from "../lockfile-reader.ts";
import { createKeys } from "../python/create-keys.ts";
import { requirementsReader } from "../python/requirements-reader.ts";

/** environment.yml of conda, with what pip adds to it. */
export const condaEnvironmentReader: LockfileReader = {
  format: "conda-environment",
  ecosystem: "conda",
  named: (base) => /^environment[a-z0-9._-]*\.ya?ml$/.test(base),
  resembles: (head) => /^channels:/m.test(head) && /^dependencies:/m.test(head),
  read,
};

/** Source: conda's documentation, "Creating an environment file manually". */
function read(input: LockfileInput): LockfileDraft {
  const root = parseYaml(input).value;
  const list = memberOf(root, "dependencies");
  if (!Array.isArray(list)) {
    throw new LockfileError(
      "LOCKFILE_INVALID",
      "this is no environment of conda: it has no dependencies; write it with conda env export",
    );
  }
  const keyOf = createKeys();
  const packages: DraftPackage[] = [];
  const dependencies: LockedDependency[] = [];
  for (const text of textsOf(list)) {
    const { name, specifier, channel, version, build } = parseMatch(text);
    const key = keyOf(version === undefined ? name : `${name}=${version}`);
    dependencies.push({ name, ...present({ specifier }), kind: "runtime", to: [key] });
    packages.push({
      key,
      name,
      ...present({ version }),
      source: { kind: "registry", ...present({ registry: channel }) },
      artifacts: [],
      dependencies: [],
      qualifiers: { build, channel },
    });
  }
  // What pip installs is a requirements file in a list.
  const lines = listOf(list).flatMap((each) => textsOf(memberOf(each, "pip")));
  const pip = requirementsReader.read({
    ...input,
    text: lines.join("\n"),
    report: (code, message) => input.report(code, message),
  });
  for (const { line, ...found } of pip.packages)
    packages.push({ ...found, key: `pip:${found.key}`, ecosystem: "pypi" });
  const asked = pip.importers.flatMap((importer) => importer.dependencies);
  for (const each of asked) dependencies.push({ ...each, to: each.to.map((key) => `pip:${key}`) });
  return {
    extent: "requested",
    importers: [{ key: ".", path: ".", dependencies }],
    packages,
    registries: [...textsOf(memberOf(root, "channels")), ...(pip.registries ?? [])],
    includes: (pip.includes ?? []).map(({ kind, path }) => ({ kind, path })),
  };
}

/** What a conda requirement says: `channel::name=1.0=build`, `name>=1,<2`, `name 1.0.*`. */
interface Match {
  readonly name: string;
  readonly specifier: string | undefined;
  readonly channel: string | undefined;
  /** Where one is named exactly: `=1.0` alone means `1.0.*`. */
  readonly version: string | undefined;
  readonly build: string | undefined;
}

function parseMatch(text: string): Match {
  const colons = text.indexOf("::");
  const channel = colons < 0 ? undefined : text.slice(0, colons);
  const spec = (colons < 0 ? text : text.slice(colons + 2)).trim();
  const end = spec.search(/[ =<>!~[]/);
  const name = end < 0 ? spec : spec.slice(0, end);
  const bounds = end < 0 ? "" : spec.slice(end).trim();
  const exact = /^(?:==|=(?=[^=]+=))([^=<>!~,|* ]+)(?:=([^=* ]+))?$/.exec(bounds);
  return { name, specifier: bounds || undefined, channel, version: exact?.[1], build: exact?.[2] };
}
