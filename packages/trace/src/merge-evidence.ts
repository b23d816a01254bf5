import {
  compareGrades,
  type Evidence,
  type FileEvidence,
  type ObservationUnit,
  type PackageEvidence,
  type Problem,
  schemaVersion,
  type UnattributedPath,
} from "@coppice/types";
import { compareText } from "./compare-text.ts";
import { joinSightings } from "./join-sightings.ts";
import { TraceError } from "./trace-error.ts";

/**
 * Joins the evidence of two observations of one subject. Merging is associative, commutative and idempotent, and the
 * result is in one canonical form: however the evidence of many hosts is merged, the JSON text is the same.
 *
 * @example
 * ```ts
 * import { mergeEvidence } from "@coppice/trace";
 * import type { Evidence, Grade } from "@coppice/types";
 *
 * const seen = (unit: string, grade: Grade): Evidence => ({
 *   kind: "evidence", schemaVersion: "1.0", subject: { name: "app", digest: "sha256:00" },
 *   units: [], files: [], unattributed: [], problems: [],
 *   packages: [{ id: "pkg:deb/debian/curl", seen: { [unit]: { grade, offset: 0 } } }],
 * });
 * const merged = mergeEvidence(seen("host-2", "executed"), seen("host-1", "stat"));
 * Object.keys(merged.packages[0]?.seen ?? {}); // => ["host-1", "host-2"]
 * ```
 * @throws A {@link TraceError} with code `SUBJECT_MISMATCH` when the digests of the subjects differ.
 */
export function mergeEvidence(a: Evidence, b: Evidence): Evidence {
  if (a.subject.digest !== b.subject.digest) {
    throw new TraceError(
      "SUBJECT_MISMATCH",
      `this is evidence of ${a.subject.name} (${a.subject.digest}) and of ${b.subject.name} (${b.subject.digest}); ` +
        "merge only what was observed of one image",
    );
  }
  return {
    kind: "evidence",
    schemaVersion,
    subject: compareText(a.subject.name, b.subject.name) <= 0 ? a.subject : b.subject,
    units: joinLists(a.units, b.units, ({ id }) => id, joinUnits),
    files: joinLists(a.files, b.files, ({ path }) => path, joinFiles),
    packages: joinLists(a.packages, b.packages, ({ id }) => id, joinPackages),
    unattributed: joinLists(a.unattributed, b.unattributed, ({ path }) => path, joinPaths),
    problems: joinLists(a.problems, b.problems, problemKey, (problem) => problem),
  };
}

/** Joins what has the same key; ordered by key. */
function joinLists<Item>(
  a: readonly Item[],
  b: readonly Item[],
  key: (item: Item) => string,
  join: (a: Item, b: Item) => Item,
): readonly Item[] {
  const joined = new Map<string, Item>();
  for (const item of [...a, ...b]) {
    const known = joined.get(key(item));
    joined.set(key(item), join(known ?? item, item));
  }
  return [...joined].sort(([x], [y]) => compareText(x, y)).map(([, item]) => item);
}

/** The same unit is told of twice when only parts of it were known at first, so that the larger numbers count. */
function joinUnits(a: ObservationUnit, b: ObservationUnit): ObservationUnit {
  return {
    id: a.id,
    role: a.role === "workload" ? a.role : b.role,
    source: compareText(a.source, b.source) <= 0 ? a.source : b.source,
    events: Math.max(a.events, b.events),
    unreadable: Math.max(a.unreadable, b.unreadable),
    unplaced: Math.max(a.unplaced, b.unplaced),
    lost: Math.max(a.lost, b.lost),
    strongest: compareGrades(a.strongest, b.strongest) >= 0 ? a.strongest : b.strongest,
  };
}

/** What a program named anywhere is not implied any more. */
function joinFiles(a: FileEvidence, b: FileEvidence): FileEvidence {
  const given = joinTexts(a.given, b.given);
  const impliedBy = joinTexts(a.impliedBy, b.impliedBy);
  return {
    path: a.path,
    given,
    seen: joinSightings(a.seen, b.seen),
    ...(given.length === 0 && impliedBy.length > 0 && { impliedBy }),
  };
}

function joinPackages(a: PackageEvidence, b: PackageEvidence): PackageEvidence {
  return { id: a.id, seen: joinSightings(a.seen, b.seen) };
}

function joinPaths(a: UnattributedPath, b: UnattributedPath): UnattributedPath {
  return { path: a.path, seen: joinSightings(a.seen, b.seen) };
}

function joinTexts(a: readonly string[] = [], b: readonly string[] = []): readonly string[] {
  return [...new Set([...a, ...b])].sort(compareText);
}

/** Orders by path, offset and code; tells problems apart by all that they say. */
function problemKey({ path = "", offset, code, message }: Problem): string {
  const place = offset === undefined ? "" : String(offset).padStart(16, "0");
  return [path, place, code, message].join("\0");
}
