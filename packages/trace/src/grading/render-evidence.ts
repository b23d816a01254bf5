import {
  type Bom,
  type BomFile,
  type Evidence,
  type FileEvidence,
  type ObservationUnit,
  type PackageId,
  type Problem,
  type Sighting,
  type Sightings,
  schemaVersion,
} from "@coppice/types";
import { compareText } from "../compare-text.ts";
import type { BomFiles } from "./place-path.ts";
import { type FileUse, raise, sightingOf, type UnitUses, type Use } from "./unit-uses.ts";

/** What evidence says of the log that a unit is of. */
export interface LogFacts extends Pick<ObservationUnit, "shows" | "ecosystems" | "unreadable"> {
  /** Name of its format. */
  readonly name: string;
}

/** Dates are seconds since 1970; what is less is counted from the start of a system, a day or a log. */
const firstDate = 1e8;

/** The evidence that one unit gave, not yet in canonical form. */
export function renderEvidence(
  { subject }: Bom,
  { members }: BomFiles,
  unit: UnitUses,
  { name, shows, ecosystems, unreadable }: LogFacts,
): Evidence {
  const { id, role, stratum, start, end, events, unplaced } = unit;
  const seen = (use: Use): Sightings => Object.fromEntries<Sighting>([[id, sightingOf(use)]]);
  return {
    kind: "evidence",
    schemaVersion,
    subject: { name: subject.name, digest: subject.digest },
    units: [
      {
        ...{ id, role, source: name },
        ...(stratum && { stratum }),
        ...(start >= firstDate && start <= end && { start, end }),
        ...{ events, unreadable, unplaced, losses: [...unit.losses.values()], shows },
        ...(ecosystems && { ecosystems }),
      },
    ],
    files: [...unit.files.values()].map((use) => fileEvidence(use, seen(use))),
    packages: [...packageUses(members, unit)].map(([owner, use]) => ({
      id: owner,
      seen: seen(use),
    })),
    unattributed: [...unit.absent].map(([path, use]) => ({ path, seen: seen(use) })),
    unplaced: [...unit.unplacedPaths.values()].flatMap((paths) =>
      [...paths.values()].map((use) => ({
        given: use.given,
        reason: use.reason,
        seen: seen(use),
      })),
    ),
    network: [...unit.network].flatMap(([kind, addresses]) =>
      [...addresses].map(([address, offset]) => ({
        kind,
        address,
        seen: Object.fromEntries([[id, offset]]),
      })),
    ),
    problems: [],
  };
}

/** What is wrong with a log, as evidence of nothing. */
export function renderProblems({ subject }: Bom, problems: readonly Problem[]): Evidence {
  return {
    kind: "evidence",
    schemaVersion,
    subject: { name: subject.name, digest: subject.digest },
    ...{ units: [], files: [], packages: [], unattributed: [], unplaced: [], network: [] },
    problems,
  };
}

function fileEvidence({ file, given, impliedBy }: FileUse, seen: Sightings): FileEvidence {
  return {
    path: file.path,
    given: [...given].sort(compareText),
    seen,
    ...(given.size === 0 && { impliedBy: [...impliedBy].sort(compareText) }),
  };
}

/** The strongest use of any file of each package, and of its place in an archive. */
function packageUses(members: BomFiles["members"], unit: UnitUses): ReadonlyMap<PackageId, Use> {
  const uses = new Map<PackageId, Use>();
  const add = (id: PackageId, { rank, offset }: Use): void => {
    const known = uses.get(id);
    if (known) raise(known, rank, offset);
    else uses.set(id, { rank, offset });
  };
  for (const use of unit.files.values()) for (const owner of ownersOf(use.file)) add(owner, use);
  for (const [location, use] of unit.members) {
    for (const id of members.get(location) ?? []) add(id, use);
  }
  return uses;
}

/** Packages that the use of a file is a use of. Folders are shared, so that theirs says nothing of any. */
export function ownersOf({ type, attribution }: BomFile): readonly PackageId[] {
  if (type === "directory") return [];
  return attribution.kind === "owned" || attribution.kind === "derived" ? attribution.by : [];
}
