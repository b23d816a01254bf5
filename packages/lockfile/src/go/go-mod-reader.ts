import { present } from "../data/present.ts";
import type { LockedDependency } from "../locked-dependency.ts";
import { LockfileError } from "../lockfile-error.ts";
import type {
  DraftPackage,
  LockfileDraft,
  LockfileInput,
  LockfileReader,
} from "../lockfile-reader.ts";
import { quote } from "../quote.ts";
import { goModLines } from "./go-mod-lines.ts";

/**
 * go.mod. Since Go 1.17 it names every module that a build of the main module's packages and tests may use, in the version that
 * minimal version selection takes; before that only those that are required directly.
 */
export const goModReader: LockfileReader = {
  format: "go-mod",
  ecosystem: "golang",
  named: (base) => base === "go.mod",
  resembles: (head) => /^module [^ \n]+\r?$/m.test(head) && /^(?:go \d|require[ (])/m.test(head),
  read,
};

/** Directives that change nothing in the list of modules. */
const otherVerbs: ReadonlySet<string> = new Set([
  "exclude",
  "godebug",
  "ignore",
  "retract",
  "tool",
  "toolchain",
]);

/** A requirement of the main module. */
interface Requirement {
  readonly name: string;
  readonly version: string;
  /** Only other modules, or none any more, need it. */
  readonly isIndirect: boolean;
  readonly line: number;
}

/** Source: Go Modules Reference, "go.mod files". */
function read(input: LockfileInput): LockfileDraft {
  let name: string | undefined;
  let version: string | undefined;
  const required: Requirement[] = [];
  const replaced = new Map<string, readonly string[]>();
  for (const { verb, words, comment, line } of goModLines(input.text)) {
    const [first = "", second = ""] = words;
    const isWhole = words.length > 0 && words.every((word) => word !== "(" && word !== ")");
    const arrow = words.indexOf("=>");
    if (verb === "module" && isWhole) name = first;
    else if (verb === "go" && isWhole) version = first;
    else if (verb === "replace" && arrow > 0 && isWhole) {
      replaced.set(words.slice(0, arrow).join("@"), words.slice(arrow + 1));
    } else if (verb === "require" && words.length === 2 && isWhole) {
      required.push({
        name: first,
        version: second,
        isIndirect: comment.startsWith("indirect"),
        line,
      });
    } else if (!otherVerbs.has(verb) || !isWhole) {
      const directive = [verb, ...words].join(" ");
      input.report("ENTRY_INVALID", `${quote(directive)} is no directive of a go.mod`, line);
    }
  }
  if (name === undefined) {
    throw new LockfileError(
      "LOCKFILE_INVALID",
      "this is no go.mod: it names no module; check which file was given",
    );
  }
  const dependencies: LockedDependency[] = [];
  const packages = required.map((requirement): DraftPackage => {
    const { isIndirect, version: specifier } = requirement;
    const id = `${requirement.name}@${specifier}`;
    const found = toPackage(id, requirement, replaced.get(id) ?? replaced.get(requirement.name));
    if (!isIndirect) {
      dependencies.push({ name: requirement.name, specifier, kind: "runtime", to: [id] });
    }
    return found;
  });
  return {
    ...present({ version }),
    extent: isPruned(version) ? "resolved" : "requested",
    importers: [{ key: ".", path: ".", name, dependencies }],
    packages,
  };
}

/** Whether modules are listed that others need: since Go 1.17. */
function isPruned(version = "1.16"): boolean {
  const [major, minor] = version.split(".");
  return Number(major) > 1 || Number(minor) >= 17;
}

function toPackage(
  key: string,
  { name, version, line }: Requirement,
  replacement: readonly string[] | undefined,
): DraftPackage {
  const facts = { key, artifacts: [], dependencies: [], line };
  if (replacement === undefined) return { ...facts, name, version, source: { kind: "registry" } };
  const [other = "", otherVersion] = replacement;
  if (otherVersion !== undefined) {
    const alias = other === name ? {} : { alias: name };
    return { ...facts, name: other, ...alias, version: otherVersion, source: { kind: "registry" } };
  }
  return { ...facts, name, version, source: { kind: "directory", path: other, linked: true } };
}
