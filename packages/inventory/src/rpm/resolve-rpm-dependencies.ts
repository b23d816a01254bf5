import type { Dependency, DependencyKind, OnProblem, PackageId } from "@coppice/types";
import { parseRichRelation, type RichRelation } from "./parse-rich-relation.ts";
import type { RpmPackage } from "./rpm-package.ts";
import { rpmRelationHolds } from "./rpm-relation-holds.ts";
import type { RpmRelation } from "./rpm-relations-of.ts";

/** A package of the system, and where its record stands. */
export interface InstalledRpm {
  readonly id: PackageId;
  readonly rpm: RpmPackage;
  readonly location: string;
}

/** Bits of `rpmsenseFlags`. */
const missingOk = 1 << 19;
/** rpm itself, or the configuration of the package itself, is asked for. */
const notOfPackages = (1 << 24) | (1 << 28);
/** Needed by scripts that run while a package is installed, removed or verified. */
const byScripts =
  (1 << 5) | (1 << 6) | (1 << 7) | (1 << 9) | (1 << 10) | (1 << 11) | (1 << 12) | (1 << 13);

/** Several times as many as a system of thousands of packages has. */
const maximumCandidates = 2_000_000;

/**
 * The dependencies between installed packages, one for each requirement, satisfied by the packages of that name first, then
 * by those that provide it or have the file. What a package itself satisfies, and what is asked of rpm, is left out, as is
 * a requirement whose condition does not hold. Where packages make many times more of them than any system has, the last are
 * left out, with a problem.
 */
export function resolveRpmDependencies(
  installed: readonly InstalledRpm[],
  ownersOf: (path: string) => readonly PackageId[],
  onProblem: OnProblem,
): Dependency[] {
  const providers = findProviders(installed);
  let left = maximumCandidates;
  const find = (asked: RpmRelation): readonly PackageId[] => {
    const candidates = providers.get(asked.name) ?? [];
    const owners = asked.name.startsWith("/") ? ownersOf(asked.name) : [];
    left -= candidates.length + owners.length;
    const found = candidates.filter(({ provided }) => rpmRelationHolds(provided, asked));
    return [...found.map(({ id }) => id), ...owners];
  };
  const dependencies: Dependency[] = [];
  for (const { id: from, rpm, location } of installed) {
    const seen = new Set<string>();
    for (const [kind, relation] of relationsOf(rpm)) {
      if (left < 0) {
        const message = `more than ${maximumCandidates} packages satisfy what others require; the dependencies from ${rpm.name} on are missing`;
        onProblem({ code: "RPM_DEPENDENCIES_TOO_MANY", message, path: location });
        return dependencies;
      }
      const requirement = textOf(relation);
      const key = `${kind} ${requirement}`;
      if (seen.has(key)) continue;
      seen.add(key);
      for (const satisfiedBy of clausesOf(relation, find)) {
        if (satisfiedBy.includes(from)) continue;
        const unique = [...new Set(satisfiedBy)];
        dependencies.push({ from, kind, requirement, satisfiedBy: unique, readFrom: location });
      }
    }
  }
  return dependencies;
}

interface Provider {
  readonly provided: RpmRelation;
  readonly id: PackageId;
}

function findProviders(
  installed: readonly InstalledRpm[],
): ReadonlyMap<string, readonly Provider[]> {
  const providers = new Map<string, Provider[]>();
  const add = (provider: Provider) => {
    const { name } = provider.provided;
    const others = providers.get(name);
    if (others) others.push(provider);
    else providers.set(name, [provider]);
  };
  // Packages list their own name since rpm 4; those that are older provide it all the same.
  for (const { id, rpm } of installed) {
    const { name, epoch = 0, version, release } = rpm;
    add({ id, provided: { name, flags: 8, version: `${epoch}:${version}-${release}` } });
  }
  for (const { id, rpm } of installed) {
    for (const provided of rpm.provides) add({ id, provided });
  }
  return providers;
}

function* relationsOf(rpm: RpmPackage): Generator<readonly [DependencyKind, RpmRelation]> {
  for (const relation of rpm.requires) {
    if ((relation.flags & notOfPackages) === 0 && !relation.name.startsWith("rpmlib(")) {
      yield [kindOf(relation.flags), relation];
    }
  }
  for (const relation of rpm.recommends) yield ["recommended", relation];
  for (const relation of rpm.suggests) yield ["suggested", relation];
}

function kindOf(flags: number): DependencyKind {
  if ((flags & missingOk) !== 0) return "recommended";
  return (flags & byScripts) === 0 ? "runtime" : "pre-dependency";
}

function textOf({ name, flags, version }: RpmRelation): string {
  if (version === undefined) return name;
  const sign = `${flags & 2 ? "<" : ""}${flags & 4 ? ">" : ""}${flags & 8 ? "=" : ""}`;
  return `${name} ${sign} ${version}`;
}

type Clauses = readonly (readonly PackageId[])[];

/** What a requirement asks for: of each clause one package must be there. */
function clausesOf(
  relation: RpmRelation,
  find: (asked: RpmRelation) => readonly PackageId[],
): Clauses {
  if (!relation.name.startsWith("(")) return [find(relation)];
  const rich = parseRichRelation(relation.name);
  return rich === undefined ? [[]] : richClausesOf(rich, find);
}

function richClausesOf(
  rich: RichRelation,
  find: (asked: RpmRelation) => readonly PackageId[],
): Clauses {
  if (rich.kind === "relation") return [find(rich.relation)];
  const parts = rich.parts.map((part) => richClausesOf(part, find));
  const [first = [], condition = [], otherwise = []] = parts;
  const { kind } = rich;
  switch (kind) {
    case "and":
      return parts.flat();
    case "or":
      return [parts.flatMap(alone)];
    case "with":
      return [parts.map(alone).reduce(intersect)];
    case "without": {
      const excluded = new Set(alone(condition));
      return [alone(first).filter((id) => !excluded.has(id))];
    }
    case "if":
      return isSatisfied(condition) ? first : otherwise;
    case "unless":
      return isSatisfied(condition) ? otherwise : first;
    default:
      return kind satisfies never;
  }
}

/** The packages each of which satisfies all clauses. */
function alone(clauses: Clauses): readonly PackageId[] {
  return clauses.length === 0 ? [] : clauses.reduce(intersect);
}

function intersect(a: readonly PackageId[], b: readonly PackageId[]): readonly PackageId[] {
  const others = new Set(b);
  return a.filter((id) => others.has(id));
}

function isSatisfied(clauses: Clauses): boolean {
  return clauses.every((clause) => clause.length > 0);
}
