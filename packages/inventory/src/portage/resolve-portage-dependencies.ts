import type { Dependency, OnProblem, PackageId } from "@coppice/types";
import { compareVersions } from "@coppice/vers";
import { createProviders } from "../create-providers.ts";
import { type PortageAtom, parsePortageDependency } from "./parse-portage-dependency.ts";

/** What is known of an installed package before its dependencies are resolved. */
export interface PortageCandidate {
  readonly id: PackageId;
  /** With its category. */
  readonly name: string;
  readonly version: string;
  /** Without a subslot. */
  readonly slot: string | undefined;
  readonly location: string;
  /** `RDEPEND` and `PDEPEND`. */
  readonly requirements: readonly string[];
}

/** What installed packages depend on at run time. */
export function resolvePortageDependencies(
  installed: readonly PortageCandidate[],
  onProblem: OnProblem,
): Dependency[] {
  const providers = createProviders<PortageCandidate>(onProblem);
  for (const each of installed) providers.add(each.name, each);
  return installed.flatMap(({ id, location, requirements }) =>
    requirements.flatMap(parsePortageDependency).map(({ text, atoms }): Dependency => {
      const satisfiers = atoms.flatMap((atom) =>
        providers.find(atom.name, (each) => fits(atom, each)),
      );
      return {
        from: id,
        kind: "runtime",
        requirement: text,
        satisfiedBy: [...new Set(satisfiers)],
        readFrom: location,
      };
    }),
  );
}

function fits(atom: PortageAtom, { version, slot }: PortageCandidate): boolean {
  if (atom.slot !== undefined && slot !== undefined && atom.slot !== slot) return false;
  const { operator, version: bound } = atom;
  if (operator === undefined || bound === undefined) return true;
  if (bound.endsWith("*")) return beginsWith(version, bound.slice(0, -1));
  // Of a version of Gentoo only the revision has a hyphen before it.
  const compared = operator === "~" ? (version.split("-", 1)[0] ?? version) : version;
  const order = compareVersions("gentoo", compared, bound);
  return (
    (order === 0 && /[=~]/.test(operator)) ||
    (order < 0 && operator.includes("<")) ||
    (order > 0 && operator.includes(">"))
  );
}

/** `1.2*` is of 1.2.3 and 1.2-r1, and not of 1.20. */
function beginsWith(version: string, bound: string): boolean {
  return version.startsWith(bound) && !/^[0-9]/.test(version.slice(bound.length));
}
