import type { Dependency, DependencyKind, OnProblem, PackageId } from "@coppice/types";
import { compareDebianVersions } from "@coppice/vers";
import { createProviders, type Provided, type Providers } from "../create-providers.ts";
import type { DpkgRecord } from "./dpkg-database.ts";
import {
  type DebianAlternative,
  type DebianRelation,
  parseDebianDependency,
} from "./parse-debian-dependency.ts";

const fields: readonly (readonly [field: string, kind: DependencyKind])[] = [
  ["pre-depends", "pre-dependency"],
  ["depends", "runtime"],
  ["recommends", "recommended"],
  ["suggests", "suggested"],
];

/** A package under its own name or under one that it provides. */
interface Candidate extends Provided {
  readonly record: DpkgRecord;
}

/**
 * The dependencies between installed packages: one a clause, satisfied by packages of that name first, then by those
 * that provide it. Architectures count as in the Multiarch specification.
 */
export function resolveDebianDependencies(
  installed: ReadonlyMap<DpkgRecord, PackageId>,
  onProblem: OnProblem,
): Dependency[] {
  const candidates = findCandidates(installed, onProblem);
  const native = nativeArchitecture(installed.keys());
  const concrete = (architecture: string) => (architecture === "all" ? native : architecture);
  const fits = (alternative: DebianAlternative, candidate: Candidate, from: DpkgRecord) => {
    const { qualifier, relation, version } = alternative;
    const multiarch = candidate.record.fields.get("multi-arch");
    const architecture = concrete(candidate.record.architecture);
    const rightArchitecture =
      qualifier === undefined
        ? multiarch === "foreign" || architecture === concrete(from.architecture)
        : qualifier === "any"
          ? multiarch === "allowed"
          : architecture === (qualifier === "native" ? native : qualifier);
    if (!rightArchitecture || relation === undefined || version === undefined) {
      return rightArchitecture;
    }
    return candidate.version !== undefined && holds(candidate.version, relation, version);
  };
  const dependencies: Dependency[] = [];
  for (const [from, id] of installed) {
    for (const [field, kind] of fields) {
      for (const { text, alternatives } of parseDebianDependency(from.fields.get(field) ?? "")) {
        const satisfiedBy = alternatives.flatMap((alternative) =>
          candidates.find(alternative.name, (candidate) => fits(alternative, candidate, from)),
        );
        dependencies.push({
          from: id,
          kind,
          requirement: text,
          satisfiedBy: [...new Set(satisfiedBy)],
          readFrom: from.location,
        });
      }
    }
  }
  return dependencies;
}

function findCandidates(
  installed: ReadonlyMap<DpkgRecord, PackageId>,
  onProblem: OnProblem,
): Providers<Candidate> {
  const candidates = createProviders<Candidate>(onProblem);
  for (const [record, id] of installed) {
    candidates.add(record.name, { record, id, version: record.version });
  }
  for (const [record, id] of installed) {
    for (const { alternatives } of parseDebianDependency(record.fields.get("provides") ?? "")) {
      for (const { name, version } of alternatives) candidates.add(name, { record, id, version });
    }
  }
  return candidates;
}

/** The architecture of dpkg itself; where it is not installed, that of any package that has one. */
function nativeArchitecture(records: Iterable<DpkgRecord>): string {
  const specific = [...records].filter(({ architecture }) => architecture !== "all");
  const dpkg = specific.find(({ name }) => name === "dpkg");
  return (dpkg ?? specific[0])?.architecture ?? "all";
}

function holds(version: string, relation: DebianRelation, bound: string): boolean {
  const order = compareDebianVersions(version, bound);
  switch (relation) {
    case "<<":
      return order < 0;
    case "<=":
      return order <= 0;
    case "=":
      return order === 0;
    case ">=":
      return order >= 0;
    case ">>":
      return order > 0;
    default:
      return relation satisfies never;
  }
}
