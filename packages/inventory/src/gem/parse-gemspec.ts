import { readRubyText, readRubyTexts } from "./read-ruby-text.ts";

/** What the inventory needs of the specification of an installed gem. */
export interface Gemspec {
  readonly name: string;
  readonly version: string;
  /** `ruby` where it is for any. */
  readonly platform: string;
  readonly summary?: string;
  readonly licenses: readonly string[];
  readonly authors: readonly string[];
  readonly executables: readonly string[];
  /** Folder of the executables in the gem. */
  readonly bindir: string;
  readonly files: readonly string[];
  readonly dependencies: readonly GemDependency[];
}

/** A gem that another one needs to run. */
interface GemDependency {
  readonly name: string;
  /** All of which hold: `~> 1.2`, `>= 1.2.3`. */
  readonly requirements: readonly string[];
}

/**
 * The specification in these lines; `undefined` where they name no gem. It is a program, which is not run: read are the
 * assignments in the form in which RubyGems writes them when it installs a gem (`Gem::Specification#to_ruby`), and the
 * comment `stub:` with the name, version and platform before them.
 */
export function parseGemspec(source: string): Gemspec | undefined {
  const texts = new Map<string, string>();
  const lists = new Map<string, readonly string[]>();
  const dependencies = new Map<string, GemDependency & { readonly runtime: boolean }>();
  let stub: readonly string[] = [];
  for (const raw of source.split(/\r?\n/)) {
    const line = raw.trim();
    if (line.startsWith("# stub: ") && stub.length === 0) stub = line.slice(8).split(" ");
    if (!line.startsWith("s.")) continue;
    const equals = line.indexOf(" = ");
    if (equals > 0) {
      const member = line.slice(2, equals);
      const text = readRubyText(line, equals + 3);
      const list = text ? undefined : readRubyTexts(line, equals + 3);
      if (text && !texts.has(member)) texts.set(member, text.value);
      if (list && !lists.has(member)) lists.set(member, list);
      continue;
    }
    const found = readDependency(line);
    // For old versions of RubyGems the same follow again, those for development among the others.
    if (found && !dependencies.has(found.name)) dependencies.set(found.name, found);
  }
  const [stubName, stubVersion, stubPlatform] = stub;
  const name = texts.get("name") ?? stubName;
  const version = texts.get("version") ?? stubVersion;
  const license = texts.get("license");
  const author = texts.get("author");
  const summary = texts.get("summary");
  if (!name || !version || name.includes("/") || version.includes("/")) return undefined;
  return {
    name,
    version,
    platform: texts.get("platform") ?? stubPlatform ?? "ruby",
    ...(summary && { summary }),
    licenses: lists.get("licenses") ?? (license ? [license] : []),
    authors: lists.get("authors") ?? (author ? [author] : []),
    executables: lists.get("executables") ?? [],
    bindir: texts.get("bindir") ?? "bin",
    files: lists.get("files") ?? [],
    dependencies: [...dependencies.values()]
      .filter(({ runtime }) => runtime)
      .map(({ runtime: _, ...dependency }) => dependency),
  };
}

const calls = ["s.add_runtime_dependency(", "s.add_dependency(", "s.add_development_dependency("];

function readDependency(line: string): (GemDependency & { readonly runtime: boolean }) | undefined {
  const call = calls.find((each) => line.startsWith(each));
  const name = call && readRubyText(line, call.length);
  if (!name) return undefined;
  const list = line.indexOf("[", name.end);
  const requirements = list < 0 ? [] : (readRubyTexts(line, list) ?? []);
  return { name: name.value, requirements, runtime: !call.includes("development") };
}
