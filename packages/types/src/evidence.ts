import type { Digest } from "./digest.ts";
import type { PackageId } from "./package.ts";
import type { Problem } from "./problem.ts";

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
  /** Events that were read. */
  readonly events: number;
  /** Records of the log that could not be read. */
  readonly unreadable: number;
  /** Events whose path could not be placed in the subject. */
  readonly unplaced: number;
  /** Events that the source says it missed; 0 when it says nothing. */
  readonly lost: number;
  /** The strongest {@link Grade} that the source can show. */
  readonly strongest: Grade;
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
  /** Set when no program named it: the kernel or the runtime implies its use by that of these files. */
  readonly impliedBy?: readonly string[];
}

/** What was seen of one package: the strongest use of any of its files. */
export interface PackageEvidence {
  readonly id: PackageId;
  readonly seen: Sightings;
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
  /** Sorted by path, offset and code; no duplicates. */
  readonly problems: readonly Problem[];
}

/** The subject that evidence is about. */
export interface EvidenceSubject {
  readonly name: string;
  readonly digest: Digest;
}

/** What may be said of what was not seen. */
export interface Completeness {
  /** Observation units that count. */
  readonly units: number;
  /** Units that saw a package which no other unit saw. */
  readonly unique: number;
  /**
   * Upper bound of the chance that one more unit, drawn like these, uses a package that none of these did: 1 when
   * nothing can be said.
   */
  readonly chanceOfNew: number;
  /** What the sources cannot see, in words. */
  readonly notObservable: readonly string[];
}
