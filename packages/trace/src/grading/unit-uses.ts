import {
  type BomFile,
  grades,
  type Loss,
  type LossCode,
  type LostEvents,
  type NetworkEvent,
  type ObservationUnit,
  type Sighting,
  type UnplacedPath,
} from "@coppice/types";

/** The strongest use of something, as a place in {@link grades}, and where it was first seen. */
export interface Use {
  rank: number;
  offset: number;
}

/** What one unit did with a file of the subject. */
export interface FileUse extends Use {
  readonly file: BomFile;
  readonly given: Set<string>;
  readonly impliedBy: Set<string>;
  /** Where the kernel first ran it; it is there that it uses its interpreter. */
  execOffset: number | undefined;
  /** The kernel ran it or mapped it as code. */
  isCode: boolean;
}

/** What one unit did with a path that the subject does not have. */
export interface AbsentUse extends Use {
  isCode: boolean;
  isWritten: boolean;
}

/** A use whose path could not be placed. */
export interface UnplacedUse extends Use {
  readonly given: string;
  readonly reason: UnplacedPath["reason"];
}

/** What one unit did, while its log is read. */
export interface UnitUses extends Pick<ObservationUnit, "id" | "role" | "stratum"> {
  /** Where its first event is. */
  from: number;
  events: number;
  unplaced: number;
  start: number;
  end: number;
  readonly losses: Map<LossCode, Loss>;
  readonly files: Map<string, FileUse>;
  /** By location of a package inside an archive. */
  readonly members: Map<string, Use>;
  readonly absent: Map<string, AbsentUse>;
  readonly unplacedPaths: Map<UnplacedPath["reason"], Map<string, UnplacedUse>>;
  /** How many different ones there are. */
  unplacedKept: number;
  readonly network: Map<NetworkEvent["kind"], Map<string, number>>;
}

export function createUnitUses(
  id: string,
  role: ObservationUnit["role"],
  stratum: ObservationUnit["stratum"],
): UnitUses {
  return {
    id,
    role,
    ...(stratum && { stratum }),
    from: Number.POSITIVE_INFINITY,
    events: 0,
    unplaced: 0,
    start: Number.POSITIVE_INFINITY,
    end: Number.NEGATIVE_INFINITY,
    losses: new Map(),
    files: new Map(),
    members: new Map(),
    absent: new Map(),
    unplacedPaths: new Map(),
    unplacedKept: 0,
    network: new Map(),
  };
}

/** What a unit did with a file so far; a first use is weaker than any. */
export function fileUseOf(unit: UnitUses, file: BomFile): FileUse {
  let use = unit.files.get(file.path);
  if (use === undefined) {
    use = {
      file,
      ...unused,
      given: new Set(),
      impliedBy: new Set(),
      execOffset: undefined,
      isCode: false,
    };
    unit.files.set(file.path, use);
  }
  return use;
}

/** What a unit did with a path that the subject does not have. */
export function absentUseOf(unit: UnitUses, path: string): AbsentUse {
  let use = unit.absent.get(path);
  if (use === undefined) {
    use = { ...unused, isCode: false, isWritten: false };
    unit.absent.set(path, use);
  }
  return use;
}

/** What a unit did with a part of an archive that is a package of its own. */
export function memberUseOf(unit: UnitUses, location: string): Use {
  let use = unit.members.get(location);
  if (use === undefined) {
    use = { ...unused };
    unit.members.set(location, use);
  }
  return use;
}

const unused: Readonly<Use> = { rank: -1, offset: Number.POSITIVE_INFINITY };

/** The stronger use counts, and of two as strong the one earlier in the log. */
export function raise(use: Use, rank: number, offset: number): void {
  if (rank < use.rank || (rank === use.rank && offset >= use.offset)) return;
  use.rank = rank;
  use.offset = offset;
}

/** What evidence says of a use. */
export function sightingOf({ rank, offset }: Use): Sighting {
  return { grade: grades[rank] ?? "stat", offset };
}

/** Counts lost events by why they are. */
export function addLoss({ losses }: UnitUses, { code, count = 1, offset }: LostEvents): void {
  const known = losses.get(code);
  losses.set(code, {
    code,
    count: (known?.count ?? 0) + Math.max(count, 1),
    offset: Math.min(known?.offset ?? offset, offset),
  });
}
