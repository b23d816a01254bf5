import type { Digest } from "./digest.ts";
import type { Ecosystem, PackageId } from "./package.ts";
import type { Problem } from "./problem.ts";
import type { LossCode, NetworkEvent, SeenKind, UnknownPath } from "./runtime-event.ts";

/** How strongly a file was used, weakest first: its metadata was read, it was opened, read, mapped as code, run. */
export type Grade = "stat" | "opened" | "read" | "loaded" | "executed";

/** One container run, or one window of time, that was observed. */
export interface ObservationUnit {
  /** Unique over all evidence of a subject; made from the log's digest unless the caller names it. */
  readonly id: string;
  /** `workload`: what the subject is for; `client`: what only exercised it, and is counted apart. */
  readonly role: "workload" | "client";
  /** Format of the log, such as `strace`. */
  readonly source: string;
  /** What the subject was doing, as whoever observed it says. */
  readonly stratum?: Stratum;
  /** Time of the first and of the last event, in seconds since 1970, where the log has dates. */
  readonly start?: number;
  readonly end?: number;
  /** Events that were read. */
  readonly events: number;
  /** Records of the log that could not be read. */
  readonly unreadable: number;
  /** Events whose path could not be placed in the subject. */
  readonly unplaced: number;
  /** What the log shows to be missing, one for each code, sorted by it. */
  readonly losses: readonly Loss[];
  /** Kinds of use that the log can show, sorted. */
  readonly shows: readonly SeenKind[];
  /** The only ecosystems of whose packages it shows anything, sorted; all when absent. */
  readonly ecosystems?: readonly Ecosystem[];
}

/** What a subject does in its life, each of which uses other things. */
export type Stratum = "startup" | "traffic" | "maintenance" | "shutdown";

/** Events that are missing for one reason. */
export interface Loss {
  readonly code: LossCode;
  /** How many, as far as the log tells: at least 1. */
  readonly count: number;
  /** Where the log first shows it, in bytes. */
  readonly offset: number;
}

/** The strongest use seen in one unit, and where in its log it was first seen, in bytes. */
export interface Sighting {
  readonly grade: Grade;
  readonly offset: number;
}

/** The strongest use in each unit that saw one, by unit id. */
export interface Sightings {
  readonly [unit: string]: Sighting;
}

/** What was seen of one file. */
export interface FileEvidence {
  /** Real path in the subject. */
  readonly path: string;
  /** Paths by which programs asked for it, sorted; what a replay asks again. */
  readonly given: readonly string[];
  readonly seen: Sightings;
  /** Set when no program named it: the kernel or the runtime implies its use by that of these paths. */
  readonly impliedBy?: readonly string[];
}

/** What was seen of one package: the strongest use of any of its files. */
export interface PackageEvidence {
  readonly id: PackageId;
  readonly seen: Sightings;
}

/** A use whose path could not be placed, though it may be one of the subject's. */
export interface UnplacedPath {
  /** See `UnknownPath`. */
  readonly given: string;
  readonly reason: Exclude<UnknownPath["reason"], "outside">;
  readonly seen: Sightings;
}

/** What was seen of the network. */
export interface NetworkEvidence {
  readonly kind: NetworkEvent["kind"];
  /** See `NetworkEvent`. */
  readonly address: string;
  /** Where it was first seen, by unit: offsets in their logs. */
  readonly seen: { readonly [unit: string]: number };
}

/** A path that was used and is not in the subject: made at run time, mounted, or of the kernel. */
export interface UnattributedPath {
  readonly path: string;
  readonly seen: Sightings;
}

/**
 * What was seen of a subject's files and packages. A join-semilattice: merging is associative, commutative and
 * idempotent, so any number of hosts in any order agree.
 */
export interface Evidence {
  readonly kind: "evidence";
  readonly schemaVersion: string;
  readonly subject: EvidenceSubject;
  /** Sorted by id. */
  readonly units: readonly ObservationUnit[];
  /** Sorted by path. */
  readonly files: readonly FileEvidence[];
  /** Sorted by id. */
  readonly packages: readonly PackageEvidence[];
  /** Sorted by path. */
  readonly unattributed: readonly UnattributedPath[];
  /** Sorted by what was given and by reason. */
  readonly unplaced: readonly UnplacedPath[];
  /** Sorted by kind and address. */
  readonly network: readonly NetworkEvidence[];
  /** Sorted by path, offset and code; no duplicates. */
  readonly problems: readonly Problem[];
}

/** What may be said of the use of one package. */
export interface UseVerdict {
  readonly id: PackageId;
  /**
   * `used`: it was. `metadata-only`: only what describes it was, as when another looks for its version. `unused`: nothing
   * of it was, and whatever was would have been seen. `incomplete`: its use may have been missed. `not-observable`: the
   * sources could not have seen it, whatever happened.
   */
  readonly verdict: "used" | "metadata-only" | "unused" | "incomplete" | "not-observable";
  /** The strongest use by a workload, and of those the first by unit and path; of metadata where no other was seen. */
  readonly use?: UseReference;
  /** Why the verdict is not another one, in the order of their codes. */
  readonly reasons: readonly UseReason[];
  /** What would settle it, where the sources do not; any one of them. */
  readonly settledBy?: readonly UseSettler[];
}

/** Where a use was seen. */
export interface UseReference extends Sighting {
  readonly unit: string;
  /** Path of the file; where the use was of a part of an archive, with `!/` and its path within. */
  readonly path: string;
}

/**
 * Why a verdict is what it is. Of many units one stands for all, the first by id.
 *
 * - `seen-by-client`: only a client used it.
 * - `watched`: a log of all that ran and opened files, without gaps, has no use of it.
 * - `watched-processes`: a hook in its runtime has no use of it, in the processes that the hook was in.
 * - `not-watched`: no source shows every use of such a package, or none did when `unit` was there, which shows less.
 * - `implied`: it is used because `path` was.
 * - `link-followed`: its link at `path` was on the way to what was used.
 * - `part-of`: its files are those of `package`, whose verdict holds.
 * - `declared`: it is named and not installed. `no-files`: it has no files that could be used.
 * - `compiled-in`: it is a part of the program or bundle at `path`, which was used.
 * - `archive-member`: it is inside the archive at `path`, which was used.
 * - `loss`, `unreadable`: events are missing that may have been its use.
 * - `unplaced`: `path`, as it was given or as another root has it, may be one of its files.
 * - `other-image`: the log seems to be of another image.
 */
export interface UseReason {
  readonly code:
    | "seen-by-client"
    | "watched"
    | "watched-processes"
    | "not-watched"
    | "implied"
    | "link-followed"
    | "part-of"
    | "declared"
    | "no-files"
    | "compiled-in"
    | "archive-member"
    | "loss"
    | "unreadable"
    | "unplaced"
    | "other-image";
  /** What is missing, of a `loss`. */
  readonly loss?: LossCode;
  readonly unit?: string;
  readonly path?: string;
  readonly package?: PackageId;
  /** How many events are missing, in all units. */
  readonly count?: number;
}

/**
 * What settles whether a package was used. `system-opens`: a log of every program and opened file of the system.
 * `kernel-opens`: one made where the kernel opens files, whatever asks for them, so that it sees io_uring.
 * `runtime-hook`: what the ecosystem's runtime loads. `function-coverage`: which functions of a program ran.
 * `complete-log`: the same source without gaps.
 */
export type UseSettler =
  | "system-opens"
  | "kernel-opens"
  | "runtime-hook"
  | "function-coverage"
  | "complete-log";

/** The subject that evidence is about. */
export interface EvidenceSubject {
  readonly name: string;
  readonly digest: Digest;
}

/** What may be said of what the units of one stratum did not see. */
export interface Completeness {
  /** Absent for units that name none. */
  readonly stratum?: Stratum;
  /** Workload units that count: of one source, since two may have observed the same run. */
  readonly units: number;
  /** The last of them, over which the bound was taken; how many was fixed before looking at them. */
  readonly horizon: number;
  /** Units of the horizon that used packages which no earlier unit had: what is new in one unit is one clump. */
  readonly clumps: number;
  /** How sure the bound is, such as 0.95. */
  readonly confidence: number;
  /**
   * Upper bound, with that confidence, of the chance that the next unit uses a package that none did so far: 1 when
   * nothing can be said.
   */
  readonly chanceOfNew: number;
  /** Units with a package that no other has. */
  readonly unique: number;
  /** Their share, which estimates the same chance by leaving one out, and is no bound; 1 without units. */
  readonly uniqueShare: number;
  /** How many packages there may be to see, by the estimator Chao2; for display, since it bounds nothing. */
  readonly estimatedPackages: number;
  /** What the bound takes for granted, in a sentence. */
  readonly assumes: string;
}
