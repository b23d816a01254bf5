import { entriesOf, isObject, memberOf, textEntriesOf, textOf } from "../data/members.ts";
import type { YamlDocument } from "../data/parse-block-yaml.ts";
import { parseYaml } from "../data/parse-yaml.ts";
import { present } from "../data/present.ts";
import { gitSource } from "../git-source.ts";
import type { LockedDependency } from "../locked-dependency.ts";
import type { LockedSource } from "../locked-source.ts";
import type { LockedImporter } from "../lockfile.ts";
import { LockfileError } from "../lockfile-error.ts";
import type {
  DraftPackage,
  LockfileDraft,
  LockfileInput,
  LockfileReader,
} from "../lockfile-reader.ts";
import { npmSource } from "../npm/npm-source.ts";
import { quote } from "../quote.ts";
import { toDigest } from "../to-digest.ts";
import { type Descriptor, parseDescriptor, parsePatch } from "./parse-descriptor.ts";

/** yarn.lock of Yarn 2 and later. */
export const yarnBerryReader: LockfileReader = {
  format: "yarn-berry",
  ecosystem: "npm",
  named: (base) => base === "yarn.lock",
  resembles: (head) => /^__metadata:/m.test(head),
  read,
};

/** Source: Yarn's documentation, "Lexicon" and "Protocols", and what its versions 2 to 4 write. */
function read(input: LockfileInput): LockfileDraft {
  const document = parseYaml(input);
  const version = textOf(memberOf(document.value, "__metadata"), "version");
  if (version === undefined) {
    throw new LockfileError(
      "LOCKFILE_INVALID",
      "this is no lockfile of Yarn: it has no __metadata with a version; run yarn install",
    );
  }
  const entries = entriesOf(document.value).filter(([key, value]) => {
    const isEntry = isObject(value) && textOf(value, "resolution") !== undefined;
    if (!isEntry && key !== "__metadata") {
      input.report("ENTRY_INVALID", `the entry of ${quote(key)} has no resolution`);
    }
    return isEntry && key !== "__metadata";
  });
  const resolve = createResolve(entries);
  const importers: LockedImporter[] = [];
  const packages: DraftPackage[] = [];
  for (const [, value] of entries) {
    const locator = parseDescriptor(textOf(value, "resolution") ?? "");
    if (locator.protocol === "workspace")
      importers.push(toImporter(document, value, locator, resolve));
    else packages.push(toPackage(document, value, locator, resolve));
  }
  return { version, importers, packages };
}

/** Finds the locator of what satisfies a requirement of the package with the locator `from`. */
type Resolve = (name: string, range: string, from: string) => string | undefined;

/** Characters of a locator to which a requirement may be bound. */
const maximumBound = 1024;

function createResolve(entries: readonly (readonly [key: string, value: unknown])[]): Resolve {
  const locators = new Map<string, string>();
  const patched = new Map<string, string>();
  for (const [key, value] of entries) {
    const locator = textOf(value, "resolution") ?? "";
    for (const descriptor of key.split(", ")) {
      locators.set(descriptor, locator);
      const { name, range } = parseDescriptor(descriptor);
      const patch = parsePatch(range);
      // Yarn applies the patches that it brings itself to whatever requires the package.
      if (patch?.patch.includes("builtin<")) {
        patched.set(`${name}@${withProtocol(parseDescriptor(patch.source).range)}`, locator);
      }
    }
  }
  return (name, range, from) => {
    const plain = `${name}@${withProtocol(range)}`;
    const found = patched.get(plain) ?? locators.get(plain) ?? locators.get(`${name}@${range}`);
    if (found !== undefined || from.length > maximumBound) return found;
    // What is relative to the package that requires it says so.
    return locators.get(`${plain}::locator=${encodePart(from)}`);
  };
}

/** Until Yarn 4 the lockfile leaves out the protocol of versions and tags. */
function withProtocol(range: string): string {
  const isPlain = !range.includes(":") && !range.includes("/");
  return isPlain ? `npm:${range}` : range;
}

function toImporter(
  document: YamlDocument,
  value: unknown,
  { name, selector, range }: Descriptor,
  resolve: Resolve,
): LockedImporter {
  const version = versionOf(value);
  return {
    key: `${name}@${range}`,
    path: selector,
    ...present({ name, version, line: document.lineOf(value) }),
    dependencies: dependenciesOf(value, `${name}@${range}`, resolve),
  };
}

function toPackage(
  document: YamlDocument,
  value: unknown,
  locator: Descriptor,
  resolve: Resolve,
): DraftPackage {
  const key = `${locator.name}@${locator.range}`;
  const patch = parsePatch(locator.range);
  const origin = patch ? parseDescriptor(patch.source) : locator;
  // What an alias stands for is a locator itself: `old@npm:debug@2.6.9`.
  const isAlias = origin.protocol === "npm" && origin.selector.indexOf("@", 1) > 0;
  const name = isAlias ? parseDescriptor(origin.selector).name : origin.name;
  const checksum = textOf(value, "checksum");
  const slash = checksum?.indexOf("/") ?? -1;
  const digest = toDigest("sha512", checksum?.slice(slash + 1));
  return {
    key,
    name,
    ...present({
      alias: name === locator.name ? undefined : locator.name,
      version: versionOf(value),
      patch: patch?.patch,
      line: document.lineOf(value),
    }),
    source: sourceOf(origin),
    artifacts: digest === undefined ? [] : [{ of: "cache", digests: [digest] }],
    dependencies: dependenciesOf(value, key, resolve),
  };
}

/** A workspace has no version in the lockfile, and Yarn writes this one. */
function versionOf(value: unknown): string | undefined {
  const version = textOf(value, "version");
  return version === "0.0.0-use.local" ? undefined : version;
}

function sourceOf({ name, range, protocol, selector }: Descriptor): LockedSource {
  const [path = ""] = selector.split("#");
  switch (protocol) {
    case "npm":
      return registrySource(range);
    case "file":
      return /\.(?:tgz|tar\.gz)$/.test(path) ? { kind: "file", path } : { kind: "directory", path };
    case "link":
    case "portal":
      return { kind: "directory", path, linked: true };
    case "http":
    case "https":
      return /#|\.git$/.test(selector)
        ? yarnGit(range)
        : npmSource({
            name,
            address: `${protocol}:${selector}`,
            isBundled: false,
            isAskedByAddress: true,
          });
    default:
      return /^(?:git|ssh|$)/.test(protocol) ? yarnGit(range) : { kind: "unknown" };
  }
}

/** The address of an archive on another registry stands in a parameter: `npm:1.0.0::__archiveUrl=https%3A…`. */
function registrySource(range: string): LockedSource {
  const mark = "__archiveUrl=";
  const start = range.indexOf(mark);
  if (start < 0) return { kind: "registry" };
  const [encoded = ""] = range.slice(start + mark.length).split("&");
  try {
    return { kind: "registry", registry: new URL(decodeURIComponent(encoded)).origin };
  } catch {
    return { kind: "registry" };
  }
}

/** `https://github.com/owner/name.git#commit=…`, with other parameters beside the commit. */
function yarnGit(range: string): LockedSource {
  const [address = "", fragment = ""] = range.split("#");
  const parameters = new Map(
    fragment
      .split("&")
      .map((pair) => [pair.split("=")[0] ?? "", pair.slice(pair.indexOf("=") + 1)]),
  );
  return gitSource(address, {
    commit: parameters.get("commit"),
    ref: parameters.get("branch") ?? parameters.get("tag") ?? parameters.get("head"),
  });
}

function dependenciesOf(value: unknown, locator: string, resolve: Resolve): LockedDependency[] {
  const meta = memberOf(value, "dependenciesMeta");
  const peerMeta = memberOf(value, "peerDependenciesMeta");
  const isOptional = (of: unknown, name: string): boolean =>
    textOf(memberOf(of, name), "optional") === "true";
  const runtime = textEntriesOf(memberOf(value, "dependencies")).map(
    ([name, specifier]): LockedDependency => {
      const target = resolve(name, specifier, locator);
      const kind = isOptional(meta, name) ? "optional" : "runtime";
      return { name, specifier, kind, to: target === undefined ? [] : [target] };
    },
  );
  // Who provides a peer depends on who requires the package; the lockfile does not keep that.
  const peers = textEntriesOf(memberOf(value, "peerDependencies")).map(
    ([name, specifier]): LockedDependency => ({
      name,
      specifier,
      kind: "peer",
      ...(isOptional(peerMeta, name) && { optional: true }),
      to: [],
    }),
  );
  return [...runtime, ...peers];
}

/** Percent-encoded text; itself where it holds half of a surrogate pair. */
function encodePart(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    return text;
  }
}
