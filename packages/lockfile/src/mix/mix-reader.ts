import { present } from "../data/present.ts";
import { gitSource } from "../git-source.ts";
import type { LockedDependency } from "../locked-dependency.ts";
import { LockfileError } from "../lockfile-error.ts";
import type {
  DraftPackage,
  LockfileDraft,
  LockfileInput,
  LockfileReader,
} from "../lockfile-reader.ts";
import { quote } from "../quote.ts";
import { toDigest } from "../to-digest.ts";
import { type ElixirCollection, type ElixirTerm, parseElixirTerm } from "./parse-elixir-term.ts";

/** mix.lock of Elixir's Mix with Hex. It does not say what the project requires itself. */
export const mixReader: LockfileReader = {
  format: "mix",
  ecosystem: "hex",
  named: (base) => base === "mix.lock",
  resembles: (head) => head.startsWith("%{") && head.includes("{:hex, :"),
  read,
};

/** Source: what Hex 0.x to 2.x write (`Hex.Mix`). */
function read(input: LockfileInput): LockfileDraft {
  const root = parseElixirTerm(input.text, input.limits.depth);
  if (typeof root === "string" || "atom" in root || root.open !== "%{") {
    throw new LockfileError(
      "LOCKFILE_INVALID",
      "this is no lockfile of Mix: it is no map; run mix deps.get",
    );
  }
  const names = new Set(root.elements.filter((_, index) => index % 2 === 0).map(textOf));
  const packages: DraftPackage[] = [];
  for (let index = 0; index + 1 < root.elements.length; index += 2) {
    const key = textOf(root.elements[index]) ?? "";
    const line = root.lines[index];
    const found = toPackage(key, collectionOf(root.elements[index + 1]), names, line);
    if (found) packages.push(found);
    else input.report("ENTRY_INVALID", `the entry of ${quote(key)} is of no known kind`, line);
  }
  return { importers: [], packages };
}

function toPackage(
  key: string,
  tuple: ElixirCollection | undefined,
  names: ReadonlySet<string | undefined>,
  line: number | undefined,
): DraftPackage | undefined {
  const [kind, ...fields] = tuple?.elements ?? [];
  const texts = fields.map(textOf);
  if (textOf(kind) === "git") {
    const options = keywords(fields[2]);
    const ref =
      textOf(options.get("branch")) ?? textOf(options.get("tag")) ?? textOf(options.get("ref"));
    const directory = textOf(options.get("sparse")) ?? textOf(options.get("subdir"));
    const source = gitSource(texts[0] ?? "", { commit: texts[1], ref, directory });
    return { key, name: key, source, artifacts: [], dependencies: [], ...present({ line }) };
  }
  if (textOf(kind) !== "hex") return undefined;
  // {:hex, name, version, inner checksum, build tools, requirements, repository, outer checksum}
  const [name = key, version, , , , repository, outer] = texts;
  const digest = toDigest("sha256", outer);
  return {
    key,
    name,
    ...present({ alias: name === key ? undefined : key, version, line }),
    source: { kind: "registry", ...present({ registry: repository }) },
    artifacts: digest === undefined ? [] : [{ of: "archive", digests: [digest] }],
    dependencies: (collectionOf(fields[4])?.elements ?? []).flatMap((term): LockedDependency[] => {
      const [app, specifier, options] = collectionOf(term)?.elements ?? [];
      const required = textOf(app);
      if (required === undefined) return [];
      const kind = textOf(keywords(options).get("optional")) === "true" ? "optional" : "runtime";
      const to = names.has(required) ? [required] : [];
      return [{ name: required, ...present({ specifier: textOf(specifier) }), kind, to }];
    }),
  };
}

/** A keyword list by its keys. */
function keywords(term: ElixirTerm | undefined): ReadonlyMap<string, ElixirTerm> {
  const elements = collectionOf(term)?.elements ?? [];
  const found = new Map<string, ElixirTerm>();
  for (let index = 0; index + 1 < elements.length; index += 2) {
    const value = elements[index + 1];
    if (value !== undefined) found.set(textOf(elements[index]) ?? "", value);
  }
  return found;
}

function textOf(term: ElixirTerm | undefined): string | undefined {
  if (typeof term === "string" || term === undefined) return term;
  return "atom" in term ? term.atom : undefined;
}

function collectionOf(term: ElixirTerm | undefined): ElixirCollection | undefined {
  return typeof term === "object" && "elements" in term ? term : undefined;
}
