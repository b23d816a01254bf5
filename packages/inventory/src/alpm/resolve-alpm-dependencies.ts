import type { Dependency, DependencyKind, OnProblem, PackageId } from "@coppice/types";
import { compareVersions } from "@coppice/vers";
import { createProviders } from "../create-providers.ts";

/** What is known of an installed package before its dependencies are resolved. */
export interface AlpmCandidate {
  readonly id: PackageId;
  readonly name: string;
  readonly version: string;
  readonly location: string;
  readonly sections: ReadonlyMap<string, readonly string[]>;
}

const kinds: readonly (readonly [section: string, kind: DependencyKind])[] = [
  ["DEPENDS", "runtime"],
  ["OPTDEPENDS", "optional"],
];

/** What installed packages depend on, satisfied by packages of that name first, then by those that provide it. */
export function resolveAlpmDependencies(
  installed: readonly AlpmCandidate[],
  onProblem: OnProblem,
): Dependency[] {
  const providers = createProviders(onProblem);
  for (const { id, name, version } of installed) providers.add(name, { id, version });
  for (const { id, sections } of installed) {
    for (const word of sections.get("PROVIDES") ?? []) {
      const { name, version } = parseRelation(word);
      providers.add(name, { id, version });
    }
  }
  return installed.flatMap(({ id, location, sections }) =>
    kinds.flatMap(([section, kind]) =>
      (sections.get(section) ?? []).map((line): Dependency => {
        // An optional one is followed by what it is for.
        const [requirement = ""] = line.split(": ", 1);
        const { name, operator, version } = parseRelation(requirement);
        const satisfiedBy = providers.find(name, (each) => holds(each.version, operator, version));
        return { from: id, kind, requirement, satisfiedBy, readFrom: location };
      }),
    ),
  );
}

interface Relation {
  readonly name: string;
  readonly operator?: string;
  readonly version?: string;
}

function parseRelation(text: string): Relation {
  const start = text.search(/[<=>]/);
  if (start <= 0) return { name: text };
  const [operator = ""] = /^[<=>]{1,2}/.exec(text.slice(start)) ?? [];
  return { name: text.slice(0, start), operator, version: text.slice(start + operator.length) };
}

function holds(
  version: string | undefined,
  operator: string | undefined,
  bound: string | undefined,
): boolean {
  if (operator === undefined || bound === undefined) return true;
  if (version === undefined) return false;
  const order = compareVersions("alpm", version, bound);
  return (
    (order === 0 && operator.includes("=")) ||
    (order < 0 && operator.includes("<")) ||
    (order > 0 && operator.includes(">"))
  );
}
