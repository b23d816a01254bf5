import type { Dependency, DependencyKind, OnProblem, PackageId } from "@coppice/types";
import { createProviders, type Provided, type Providers } from "../create-providers.ts";
import type { Claim, ExtractorContext } from "../extractor.ts";
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

/** A package under a name that it provides, or at a path of its own. */
interface Provision extends Provided, Pick<RpmRelation, "flags"> {}

/**
 * The dependencies between installed packages, one for each requirement, satisfied by the packages of that name first, then
 * by those that provide it, then by those that have the file. What a package itself satisfies, and what is asked of rpm, is
 * left out, as is a requirement whose condition does not hold.
 */
export function resolveRpmDependencies(
  installed: readonly InstalledRpm[],
  claims: readonly Claim[],
  { canonical, onProblem }: Pick<ExtractorContext, "canonical" | "onProblem">,
): Dependency[] {
  const providers = findProviders(installed, onProblem);
  const required = new Set(requiredPaths(installed, canonical));
  const owners = createProviders(onProblem);
  for (const { path, package: id } of claims) if (required.has(path)) owners.add(path, { id });
  const find = (asked: RpmRelation): readonly PackageId[] => {
    const found = providers.find(asked.name, (provided) => rpmRelationHolds(provided, asked));
    if (!asked.name.startsWith("/")) return found;
    return [...found, ...owners.find(canonical(asked.name), () => true)];
  };
  const dependencies: Dependency[] = [];
  for (const { id: from, rpm, location } of installed) {
    const seen = new Set<string>();
    for (const [kind, relation] of relationsOf(rpm)) {
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

function findProviders(
  installed: readonly InstalledRpm[],
  onProblem: OnProblem,
): Providers<Provision> {
  const providers = createProviders<Provision>(onProblem);
  // Packages list their own name since rpm 4; those that are older provide it all the same.
  for (const { id, rpm } of installed) {
    const { name, epoch = 0, version, release } = rpm;
    providers.add(name, { id, flags: 8, version: `${epoch}:${version}-${release}` });
  }
  for (const { id, rpm } of installed) {
    for (const { name, flags, version } of rpm.provides)
      providers.add(name, { id, flags, version });
  }
  return providers;
}

/** The paths that packages ask for: few of all that they have. */
function* requiredPaths(
  installed: readonly InstalledRpm[],
  canonical: ExtractorContext["canonical"],
): Generator<string> {
  for (const { rpm } of installed) {
    for (const [, { name }] of relationsOf(rpm)) {
      for (const asked of name.startsWith("(") ? namesIn(parseRichRelation(name)) : [name]) {
        if (asked.startsWith("/")) yield canonical(asked);
      }
    }
  }
}

function namesIn(rich: RichRelation | undefined): readonly string[] {
  if (rich === undefined) return [];
  return rich.kind === "relation" ? [rich.relation.name] : rich.parts.flatMap(namesIn);
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
