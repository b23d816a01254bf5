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
import { compareText } from "./compare-text.ts";
import { strongerSighting } from "./join-sightings.ts";
import { mergeEvidence } from "./merge-evidence.ts";
import type { FileUse, UnitUses } from "./unit-uses.ts";

/** What evidence says of a log as a whole. */
export interface LogFacts extends Pick<ObservationUnit, "source" | "strongest"> {
  readonly problems: readonly Problem[];
  readonly unreadable: number;
}

/** The evidence that one unit gave, in canonical form. */
export function renderEvidence({ subject }: Bom, unit: UnitUses, log: LogFacts): Evidence {
  const { id, role, events, unplaced, lost } = unit;
  const { source, strongest, unreadable, problems } = log;
  const evidence: Evidence = {
    kind: "evidence",
    schemaVersion,
    subject: { name: subject.name, digest: subject.digest },
    units: [{ id, role, source, events, unreadable, unplaced, lost, strongest }],
    files: [...unit.files.values()].map((use) => fileEvidence(id, use)),
    packages: [...packageSightings(unit)].map(([owner, seen]) => ({
      id: owner,
      seen: sightingOf(id, seen),
    })),
    unattributed: [...unit.absent].map(([path, seen]) => ({ path, seen: sightingOf(id, seen) })),
    problems,
  };
  return mergeEvidence(evidence, evidence);
}

function fileEvidence(unit: string, { file, sighting, given, impliedBy }: FileUse): FileEvidence {
  return {
    path: file.path,
    given: [...given].sort(compareText),
    seen: sightingOf(unit, sighting),
    ...(given.size === 0 && { impliedBy: [...impliedBy].sort(compareText) }),
  };
}

/** The strongest use of any file of each package. */
function packageSightings(unit: UnitUses): Map<PackageId, Sighting> {
  const sightings = new Map<PackageId, Sighting>();
  for (const { file, sighting } of unit.files.values()) {
    for (const owner of ownersOf(file)) {
      const known = sightings.get(owner);
      sightings.set(owner, known ? strongerSighting(known, sighting) : sighting);
    }
  }
  return sightings;
}

/** Packages that the use of a file is a use of. Folders are shared, so that theirs says nothing of any. */
function ownersOf({ type, attribution }: BomFile): readonly PackageId[] {
  if (type === "directory") return [];
  return attribution.kind === "owned" || attribution.kind === "derived" ? attribution.by : [];
}

function sightingOf(unit: string, sighting: Sighting): Sightings {
  return Object.fromEntries([[unit, sighting]]);
}
