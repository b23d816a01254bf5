import type { BomFile, ObservationUnit, Sighting } from "@coppice/types";
import { strongerSighting } from "./join-sightings.ts";

/** What one unit did with a file of the subject. */
export interface FileUse {
  readonly file: BomFile;
  sighting: Sighting;
  readonly given: Set<string>;
  readonly impliedBy: Set<string>;
}

/** What one unit did, while its log is read. */
export interface UnitUses {
  readonly id: string;
  readonly role: ObservationUnit["role"];
  events: number;
  unplaced: number;
  lost: number;
  readonly files: Map<string, FileUse>;
  readonly absent: Map<string, Sighting>;
}

export function createUnitUses(id: string, role: ObservationUnit["role"]): UnitUses {
  return { id, role, events: 0, unplaced: 0, lost: 0, files: new Map(), absent: new Map() };
}

/** Adds the use of a file and gives all that is known of it. */
export function addFileUse(unit: UnitUses, file: BomFile, sighting: Sighting): FileUse {
  const use = unit.files.get(file.path);
  if (use) {
    use.sighting = strongerSighting(use.sighting, sighting);
    return use;
  }
  const first: FileUse = { file, sighting, given: new Set(), impliedBy: new Set() };
  unit.files.set(file.path, first);
  return first;
}

/** Adds the use of a path that the subject does not have. */
export function addAbsentUse(unit: UnitUses, path: string, sighting: Sighting): void {
  const known = unit.absent.get(path);
  unit.absent.set(path, known ? strongerSighting(known, sighting) : sighting);
}
