import type { Dependency, OnProblem, PackageId } from "@coppice/types";
import { compareVersions } from "@coppice/vers";
import { createProviders, type Provided } from "../create-providers.ts";
import { type ApkDependency, parseApkDependency } from "./parse-apk-dependency.ts";

/** What is known of an installed package before its dependencies are resolved. */
export interface ApkCandidate {
  readonly id: PackageId;
  readonly name: string;
  readonly version: string;
  readonly location: string;
  readonly fields: ReadonlyMap<string, string>;
}

/** A package under its own name or under one that it provides. */
interface Provision extends Provided {
  readonly checksum?: string | undefined;
}

/** What installed packages depend on, satisfied by packages of that name first, then by those that provide it. */
export function resolveApkDependencies(
  installed: readonly ApkCandidate[],
  onProblem: OnProblem,
): Dependency[] {
  const providers = createProviders<Provision>(onProblem);
  for (const { id, name, version, fields } of installed) {
    providers.add(name, { id, version, checksum: fields.get("C") });
  }
  for (const { id, fields } of installed) {
    for (const word of wordsOf(fields.get("p"))) {
      const { name, version } = parseApkDependency(word);
      providers.add(name, { id, version });
    }
  }
  return installed.flatMap(({ id, location, fields }) =>
    wordsOf(fields.get("D")).flatMap((word): Dependency[] => {
      const wanted = parseApkDependency(word);
      if (wanted.conflict) return [];
      const satisfiedBy = providers.find(wanted.name, (each) => fits(wanted, each));
      return [{ from: id, kind: "runtime", requirement: word, satisfiedBy, readFrom: location }];
    }),
  );
}

function wordsOf(field: string | undefined): string[] {
  return (field ?? "").split(" ").filter(Boolean);
}

function fits({ operator, version: bound }: ApkDependency, provision: Provision): boolean {
  if (operator === undefined || bound === undefined) return true;
  if (operator.includes("<") && operator.includes(">")) return provision.checksum === bound;
  const { version } = provision;
  if (version === undefined) return false;
  const order =
    operator.includes("~") && beginsWith(version, bound)
      ? 0
      : compareVersions("apk", version, bound);
  return (
    (order < 0 && operator.includes("<")) ||
    (order > 0 && operator.includes(">")) ||
    (order === 0 && /[=~]/.test(operator))
  );
}

/** Whether `bound` is `version` up to the end of one of its numbers or words. */
function beginsWith(version: string, bound: string): boolean {
  if (!version.startsWith(bound)) return false;
  const seam = version.slice(bound.length - 1, bound.length + 1);
  return !/^([0-9]{2}|[a-z]{2})$/.test(seam);
}
