import { present } from "../data/present.ts";
import { pushTo } from "../data/push-to.ts";
import { gitSource } from "../git-source.ts";
import type { LockedDependency } from "../locked-dependency.ts";
import type { LockedSource } from "../locked-source.ts";
import { LockfileError } from "../lockfile-error.ts";
import type { LockfileDraft, LockfileInput, LockfileReader } from "../lockfile-reader.ts";
import { quote } from "../quote.ts";
import { parseDigest } from "../to-digest.ts";
import { type GemSection, gemSections, parseGem } from "./gem-sections.ts";

/** Gemfile.lock and gems.locked of Bundler. It does not keep the groups of the Gemfile. */
export const bundlerReader: LockfileReader = {
  format: "bundler",
  ecosystem: "gem",
  named: (base) =>
    base === "Gemfile.lock" || base === "gems.locked" || base.endsWith(".gemfile.lock"),
  resembles: (head) => /^(?:GEM|GIT|PATH)\r?\n {2}remote: /m.test(head),
  read,
};

/** A gem as it stands under `specs:`. */
interface Gem {
  readonly key: string;
  readonly name: string;
  readonly version: string;
  readonly platform: string | undefined;
  readonly source: LockedSource;
  readonly requirements: (readonly [name: string, specifier: string])[];
  readonly line: number;
}

/** Source: what Bundler 1 to 2.6 write (`Bundler::LockfileParser`). */
function read(input: LockfileInput): LockfileDraft {
  const sections = gemSections(input);
  if (!sections.some(({ title }) => sourceTitles.has(title))) {
    throw new LockfileError(
      "LOCKFILE_INVALID",
      "this is no lockfile of Bundler: it has no GEM, GIT or PATH; run bundle lock",
    );
  }
  const gems = sections.flatMap((section) =>
    sourceTitles.has(section.title) ? readGems(section, input) : [],
  );
  const keys = new Map<string, string[]>();
  for (const { name, key } of gems) pushTo(keys, name, key);
  const requirement = (name: string, specifier: string): LockedDependency => ({
    name,
    ...present({ specifier: specifier || undefined }),
    kind: "runtime",
    to: keys.get(name) ?? [],
  });
  const linesOf = (title: string) =>
    sections.filter((section) => section.title === title).flatMap(({ lines }) => lines);
  const checksums = new Map(
    linesOf("CHECKSUMS").flatMap(({ text }) => {
      const { name, version, platform, rest } = parseGem(text);
      const digest = parseDigest(rest.replace("=", ":"));
      return digest === undefined ? [] : [[keyOf(name, version, platform), digest] as const];
    }),
  );
  const dependencies = linesOf("DEPENDENCIES").map(({ text }) => {
    // A mark behind a name says that it comes from another source than the default one.
    const { name, version } = parseGem(text.endsWith("!") ? text.slice(0, -1) : text);
    return requirement(name, version);
  });
  const [bundler] = linesOf("BUNDLED WITH");
  return {
    ...present({ version: bundler?.text }),
    importers: [{ key: ".", path: ".", dependencies }],
    packages: gems.map(({ requirements, ...gem }) => {
      const digest = checksums.get(gem.key);
      const { platform } = gem;
      return {
        ...present(gem),
        ...(platform !== undefined && { qualifiers: { platform } }),
        artifacts: digest === undefined ? [] : [{ of: "archive", digests: [digest] }],
        dependencies: requirements.map(([name, specifier]) => requirement(name, specifier)),
      };
    }),
    registries: sections
      .filter(({ title }) => title === "GEM")
      .flatMap(({ fields }) =>
        fields.flatMap(([name, value]) => (name === "remote" ? [value] : [])),
      ),
  };
}

const sourceTitles: ReadonlySet<string> = new Set(["GEM", "GIT", "PATH", "PLUGIN SOURCE"]);

function readGems(section: GemSection, input: LockfileInput): Gem[] {
  const gems: Gem[] = [];
  const source = sourceOf(section);
  for (const { text, indent, line } of section.lines) {
    const { name, version, platform } = parseGem(text);
    const last = gems.at(-1);
    if (indent > 4 && last)
      last.requirements.push([name, version + (platform ? `-${platform}` : "")]);
    else if (indent === 4 && version !== "") {
      const key = keyOf(name, version, platform);
      gems.push({ key, name, version, platform, source, requirements: [], line });
    } else input.report("ENTRY_INVALID", `${quote(text)} is no gem with a version`, line);
  }
  return gems;
}

function keyOf(name: string, version: string, platform: string | undefined): string {
  return `${name} (${version}${platform === undefined ? "" : `-${platform}`})`;
}

function sourceOf({ title, fields }: GemSection): LockedSource {
  const values = new Map(fields);
  const remote = values.get("remote") ?? "";
  if (title === "GIT") {
    return gitSource(remote, {
      commit: values.get("revision"),
      ref: values.get("branch") ?? values.get("tag") ?? values.get("ref"),
      directory: folderOf(values.get("glob")),
    });
  }
  if (title === "PATH") return { kind: "directory", path: remote, linked: true };
  if (title !== "GEM") return { kind: "unknown" };
  // Of several addresses it is not said which one a gem comes from.
  const isOne = fields.filter(([name]) => name === "remote").length === 1;
  const registry = remote.endsWith("/") ? remote.slice(0, -1) : remote;
  return { kind: "registry", ...present({ registry: isOne ? registry : undefined }) };
}

/** The folder of `glob`, which says where a repository has its gemspecs; undefined where several may be meant. */
function folderOf(glob = ""): string | undefined {
  const folder = glob.slice(0, Math.max(glob.lastIndexOf("/"), 0));
  return folder === "" || /[*?[{]/.test(folder) ? undefined : folder;
}
