import { listOf, memberOf, textEntriesOf, textOf } from "../data/members.ts";
import { parseYaml } from "../data/parse-yaml.ts";
import { present } from "../data/present.ts";
import { pushTo } from "../data/push-to.ts";
import { LockfileError } from "../lockfile-error.ts";
import type {
  DraftPackage,
  LockfileDraft,
  LockfileInput,
  LockfileReader,
} from "../lockfile-reader.ts";
import { parsePythonAddress } from "../python/python-address.ts";
import { toDigest } from "../to-digest.ts";
import { parseCondaAddress } from "./conda-address.ts";

/** conda-lock.yml, version 1: conda's and pip's packages of several platforms. */
export const condaLockReader: LockfileReader = {
  format: "conda-lock",
  ecosystem: "conda",
  named: (base) => base.endsWith("conda-lock.yml") || base.endsWith("conda-lock.yaml"),
  resembles: (head) => /^metadata:$/m.test(head) && /^ {2}content_hash:$/m.test(head),
  read,
};

/** Source: conda-lock's documentation, "Output". */
function read(input: LockfileInput): LockfileDraft {
  const { value: root, lineOf } = parseYaml(input);
  const version = textOf(root, "version");
  if (version !== "1") {
    throw new LockfileError(
      "VERSION_UNSUPPORTED",
      `version ${String(version).slice(0, 20)} of conda-lock.yml is not read; write it with conda-lock 1 or later`,
    );
  }
  const entries = new Map<string, Entry>();
  for (const value of listOf(memberOf(root, "package"))) {
    const name = textOf(value, "name");
    const manager = textOf(value, "manager");
    const line = lineOf(value);
    if (name === undefined || (manager !== "conda" && manager !== "pip")) {
      const message = "a package has no name, or another manager than conda and pip";
      input.report("ENTRY_INVALID", message, line);
      continue;
    }
    const platform = textOf(value, "platform") ?? "";
    const key = `${platform} ${manager} ${name}`;
    // A package of several categories stands once for each.
    const entry = entries.get(key) ?? { value, key, name, manager, platform, line, categories: [] };
    const category = textOf(value, "category");
    if (category !== undefined) entry.categories.push(category);
    entries.set(key, entry);
  }
  const keys = new Map<string, string[]>();
  for (const { key, name, platform } of entries.values()) pushTo(keys, `${platform} ${name}`, key);
  const packages = [...entries.values()].map((entry) =>
    toPackage(entry, (name) => keys.get(`${entry.platform} ${name}`) ?? []),
  );
  return { version, importers: [], packages };
}

/** A package as it stands in the file. */
interface Entry {
  readonly value: unknown;
  readonly key: string;
  readonly name: string;
  readonly manager: "conda" | "pip";
  readonly platform: string;
  readonly line: number | undefined;
  readonly categories: string[];
}

function toPackage(
  { value, key, name, manager, platform, line, categories }: Entry,
  keysOf: (name: string) => readonly string[],
): DraftPackage {
  const url = textOf(value, "url") ?? "";
  const digests = textEntriesOf(memberOf(value, "hash")).flatMap(
    ([algorithm, hex]) => toDigest(algorithm, hex) ?? [],
  );
  const conda = manager === "conda" ? parseCondaAddress(url) : undefined;
  const isNamed = categories.length > 0;
  return {
    key,
    name,
    ...(manager === "pip" && { ecosystem: "pypi" }),
    ...present({
      version: textOf(value, "version"),
      platform: platform || undefined,
      qualifiers: conda?.qualifiers,
      line,
    }),
    source: conda?.source ?? (manager === "pip" ? pipSource(url) : { kind: "registry" }),
    artifacts: url === "" ? [] : [{ of: "archive", url, digests }],
    dependencies: textEntriesOf(memberOf(value, "dependencies")).map(([other, specifier]) => ({
      name: other,
      specifier,
      kind: "runtime",
      to: keysOf(other),
    })),
    ...(isNamed && { groups: categories, development: !categories.includes("main") }),
    optional: textOf(value, "optional") === "true",
  };
}

/** What lies where PyPI keeps its files is PyPI's. */
function pipSource(url: string): DraftPackage["source"] {
  return url.startsWith("https://files.pythonhosted.org/")
    ? { kind: "registry" }
    : parsePythonAddress(url).source;
}
