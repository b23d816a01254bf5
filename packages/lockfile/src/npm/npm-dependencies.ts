import { memberOf, textEntriesOf } from "../data/members.ts";
import type { LockedDependency } from "../locked-dependency.ts";
import type { NpmEntry } from "./npm-entries.ts";

/** What is around an entry. */
export interface NpmSurroundings {
  readonly isProject: boolean;
  /** Finds the key of the package that satisfies a requirement. */
  resolve(name: string): string | undefined;
  /** What stands under a key. */
  entryAt(key: string): unknown;
}

/**
 * What an entry requires. Where a name is required several times, the last of peer, production, optional and
 * development counts, as in npm. Development requirements are those of projects only.
 */
export function npmDependencies(
  { value, isLegacy }: NpmEntry,
  { isProject, resolve, entryAt }: NpmSurroundings,
): LockedDependency[] {
  const found = new Map<string, LockedDependency>();
  const add = (member: string, kind: LockedDependency["kind"]): void => {
    const requirements = memberOf(value, member);
    // Few entries have all of them.
    if (requirements === undefined) return;
    const peers = kind === "peer" ? memberOf(value, "peerDependenciesMeta") : undefined;
    for (const [name, specifier] of textEntriesOf(requirements)) {
      const target = resolve(name);
      const to = target === undefined ? [] : [target];
      const isOptional = memberOf(memberOf(peers, name), "optional") === true;
      const stated = isLegacy && target !== undefined ? legacyKind(value, entryAt(target)) : kind;
      found.set(name, { name, specifier, kind: stated, ...(isOptional && { optional: true }), to });
    }
  };
  if (isLegacy) {
    add("requires", "runtime");
  } else {
    add("peerDependencies", "peer");
    add("dependencies", "runtime");
    add("optionalDependencies", "optional");
    if (isProject) add("devDependencies", "development");
  }
  return [...found.values()];
}

/** The first version of the format marks what is required, and not the requirement: a mark begins where one needs it. */
function legacyKind(from: unknown, to: unknown): LockedDependency["kind"] {
  const begins = (mark: string): boolean =>
    memberOf(to, mark) === true && memberOf(from, mark) !== true;
  if (begins("optional")) return "optional";
  return begins("dev") ? "development" : "runtime";
}
