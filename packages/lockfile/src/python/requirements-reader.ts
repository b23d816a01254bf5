import { present } from "../data/present.ts";
import { pushTo } from "../data/push-to.ts";
import type { LockedDependency } from "../locked-dependency.ts";
import type { LockedInclude } from "../lockfile.ts";
import type {
  DraftPackage,
  LockfileDraft,
  LockfileInput,
  LockfileReader,
} from "../lockfile-reader.ts";
import { quote } from "../quote.ts";
import { parseDigest } from "../to-digest.ts";
import { createKeys, type KeyOf } from "./create-keys.ts";
import { normalizePythonName } from "./normalize-python-name.ts";
import { parseRequirement, pinnedVersion } from "./parse-requirement.ts";
import { parsePythonAddress } from "./python-address.ts";
import { type RequirementLine, requirementLines } from "./requirement-lines.ts";

/** pip's requirements files, as people, pip-compile and uv write them. */
export const requirementsReader: LockfileReader = {
  format: "requirements",
  ecosystem: "pypi",
  named: (base) =>
    base.endsWith(".txt") && (base.includes("requirements") || base.includes("constraints")),
  resembles: (head) => {
    const [first] = requirementLines(head);
    return first !== undefined && parseRequirement(first.text)?.versions.startsWith("==") === true;
  },
  read,
};

/** Options whose value is the address of an index. */
const indexOptions: ReadonlySet<string> = new Set([
  "-i",
  "--index-url",
  "--extra-index-url",
  "--pypi-url",
]);

/** Options whose value is another file. */
const includeOptions: ReadonlyMap<string, LockedInclude["kind"]> = new Map([
  ["-r", "requirements"],
  ["--requirement", "requirements"],
  ["-c", "constraints"],
  ["--constraint", "constraints"],
]);

/** Source: pip's documentation, "Requirements File Format"; the comments `via` are those of pip-compile and uv. */
function read(input: LockfileInput): LockfileDraft {
  const keyOf = createKeys();
  const registries: string[] = [];
  const includes: LockedInclude[] = [];
  const found: (readonly [line: RequirementLine, requirement: Found])[] = [];
  for (const line of requirementLines(input.text)) {
    const { option, value } = splitOption(line.text);
    const kind = includeOptions.get(option);
    if (indexOptions.has(option)) registries.push(value);
    else if (kind !== undefined) includes.push({ kind, path: value, line: line.line });
    else if (!option.startsWith("-") || option === "-e" || option === "--editable") {
      const requirement = readRequirement(value, option !== "", keyOf);
      if (requirement) found.push([line, requirement]);
      else input.report("ENTRY_INVALID", `${quote(line.text)} is no requirement`, line.line);
    }
  }
  const keys = new Map(found.map(([, { name, key }]) => [normalizePythonName(name), key]));
  const requiredBy = new Map<string, LockedDependency[]>();
  const direct: LockedDependency[] = [];
  for (const [{ comments }, { key, name, specifier, marker, extras }] of found) {
    const facts = present({ marker, extras: extras.length > 0 ? extras : undefined });
    const parents = viaOf(comments);
    const known = parents.flatMap((parent) => keys.get(normalizePythonName(parent)) ?? []);
    for (const parent of known) {
      pushTo(requiredBy, parent, { name, kind: "runtime", to: [key], ...facts });
    }
    // A package that a file asks for, or of which nothing is said, is asked for here.
    if (parents.length > known.length || parents.length === 0) {
      direct.push({ name, specifier, kind: "runtime", to: [key], ...facts });
    }
  }
  return {
    extent: "requested",
    importers: [{ key: ".", path: ".", dependencies: direct }],
    packages: found.map(([{ line }, { draft, key }]) => ({
      ...draft,
      dependencies: requiredBy.get(key) ?? [],
      line,
    })),
    registries,
    includes,
  };
}

/** A requirement with the package that it pins, or leaves open. */
interface Found {
  readonly key: string;
  readonly name: string;
  readonly specifier: string;
  readonly marker?: string;
  readonly extras: readonly string[];
  readonly draft: DraftPackage;
}

/** `-r file`, `--requirement=file`, `-rfile`; an option is empty where the line is a requirement. */
function splitOption(text: string): { readonly option: string; readonly value: string } {
  if (!text.startsWith("-")) return { option: "", value: text };
  const isLong = text.startsWith("--");
  const end = isLong ? text.search(/[= \t]/) : 2;
  const option = end < 0 ? text : text.slice(0, end);
  const value =
    end < 0
      ? ""
      : text
          .slice(end)
          .replace(/^[= \t]/, "")
          .trim();
  return { option, value };
}

function readRequirement(text: string, isEditable: boolean, keyOf: KeyOf): Found | undefined {
  const options = text.search(/[ \t]--/);
  const said = options < 0 ? text : text.slice(0, options).trim();
  const digests = text
    .slice(said.length)
    .split(/[ \t]/)
    .flatMap((word) => parseDigest(word.replace(/^--hash=/, "")) ?? []);
  const named = isEditable ? undefined : parseRequirement(said);
  const isAddress = isEditable || (named?.url === undefined && isPlace(said));
  const requirement = isAddress ? undefined : named;
  if (!isAddress && requirement === undefined) return undefined;
  const address = requirement ? requirement.url : said;
  const place = address === undefined ? undefined : parsePythonAddress(address, isEditable);
  const name = requirement?.name ?? place?.name ?? said;
  const version = pinnedVersion(requirement?.versions ?? "") ?? place?.version;
  const pinned = digests.map((digest) => ({ of: "archive" as const, digests: [digest] }));
  const open = isAddress ? `@ ${said}` : said;
  const key = keyOf(version === undefined ? open : `${normalizePythonName(name)}==${version}`);
  return {
    key,
    name,
    specifier: requirement?.versions || address || "",
    ...present({ marker: requirement?.marker }),
    extras: requirement?.extras ?? [],
    draft: {
      key,
      name,
      ...present({ version, marker: requirement?.marker }),
      source: place?.source ?? { kind: "registry" },
      artifacts: place?.artifact
        ? [{ ...place.artifact, digests: [...place.artifact.digests, ...digests] }]
        : pinned,
      dependencies: [],
    },
  };
}

/** Whether a requirement is an address or a path, without a name before it. */
function isPlace(text: string): boolean {
  return /^(?:[./\\]|[a-z+0-9]+:\/\/|file:)/.test(text) || /\.(?:whl|zip|tar\.gz)$/.test(text);
}

/** Who requires a package, from the comments after it: `# via flask`, or `# via` and a line for each. */
function viaOf(comments: readonly string[]): readonly string[] {
  const first = comments.findIndex((comment) => /^ *via(?: |$)/.test(comment));
  if (first < 0) return [];
  const [head = "", ...rest] = comments.slice(first);
  return [head.trim().slice("via".length), ...rest]
    .flatMap((comment) => comment.split(","))
    .map((name) => name.trim())
    .filter(Boolean);
}
