import {
  type Ecosystem,
  type Evidence,
  type EvidenceSubject,
  type FileEvidence,
  type Loss,
  type NetworkEvidence,
  type ObservationUnit,
  type PackageEvidence,
  type Problem,
  type Stratum,
  schemaVersion,
  type UnattributedPath,
  type UnplacedPath,
} from "@coppice/types";
import { compareText } from "./compare-text.ts";
import { joinByUnit, joinSightings } from "./join-sightings.ts";
import { TraceError } from "./trace-error.ts";

/**
 * Joins the evidence of any number of observations of one subject. Merging is associative, commutative and idempotent,
 * and the result is in one canonical form: however the evidence of many hosts is merged, the JSON text is the same.
 *
 * Of a unit that is told of twice the larger numbers count, and what both claim to show.
 *
 * @example
 * ```ts
 * import { mergeEvidence } from "@coppice/trace";
 * import type { Evidence, Grade } from "@coppice/types";
 *
 * const seen = (unit: string, grade: Grade): Evidence => ({
 *   kind: "evidence", schemaVersion: "1.0", subject: { name: "app", digest: "sha256:00" },
 *   units: [], files: [], unattributed: [], unplaced: [], network: [], problems: [],
 *   packages: [{ id: "pkg:deb/debian/curl", seen: { [unit]: { grade, offset: 0 } } }],
 * });
 * const merged = mergeEvidence(seen("host-2", "executed"), seen("host-3", "read"), seen("host-1", "stat"));
 * Object.keys(merged.packages[0]?.seen ?? {}); // => ["host-1", "host-2", "host-3"]
 * ```
 * @throws A {@link TraceError} with code `SUBJECT_MISMATCH` when the digests of the subjects differ.
 */
export function mergeEvidence(first: Evidence, ...rest: readonly Evidence[]): Evidence {
  const all = [first, ...rest];
  return {
    kind: "evidence",
    schemaVersion,
    subject: joinSubjects(all.map(({ subject }) => subject)),
    units: joinLists(
      all,
      ({ units }) => units,
      ({ id }) => id,
      joinUnits,
    ),
    files: joinLists(
      all,
      ({ files }) => files,
      ({ path }) => path,
      joinFiles,
    ),
    packages: joinLists(
      all,
      ({ packages }) => packages,
      ({ id }) => id,
      joinPackages,
    ),
    unattributed: joinLists(
      all,
      ({ unattributed }) => unattributed,
      ({ path }) => path,
      joinPaths,
    ),
    unplaced: joinLists(all, ({ unplaced }) => unplaced, unplacedKey, joinUnplaced),
    network: joinLists(all, ({ network }) => network, networkKey, joinNetwork),
    problems: joinLists(
      all,
      ({ problems }) => problems,
      problemKey,
      ([problem]) => problem,
    ),
  };
}

function joinSubjects(subjects: readonly EvidenceSubject[]): EvidenceSubject {
  return subjects.reduce((a, b) => {
    if (a.digest !== b.digest) {
      throw new TraceError(
        "SUBJECT_MISMATCH",
        `this is evidence of ${a.name} (${a.digest}) and of ${b.name} (${b.digest}); ` +
          "merge only what was observed of one image",
      );
    }
    return compareText(a.name, b.name) <= 0 ? a : b;
  });
}

/** One item or more that are told of the same thing. */
type Told<Item> = readonly [Item, ...Item[]];

/** Joins what has the same key; ordered by key. */
function joinLists<Item>(
  all: readonly Evidence[],
  list: (evidence: Evidence) => readonly Item[],
  key: (item: Item) => string,
  join: (items: Told<Item>) => Item,
): readonly Item[] {
  const byKey = new Map<string, [Item, ...Item[]]>();
  for (const evidence of all) {
    for (const item of list(evidence)) {
      const own = key(item);
      const others = byKey.get(own);
      if (others) others.push(item);
      else byKey.set(own, [item]);
    }
  }
  return [...byKey].sort(([x], [y]) => compareText(x, y)).map(([, items]) => join(items));
}

function joinUnits(units: Told<ObservationUnit>): ObservationUnit {
  const most = (count: (unit: ObservationUnit) => number): number =>
    units.reduce((largest, unit) => Math.max(largest, count(unit)), 0);
  const sources = units.map(({ source }) => source).sort(compareText);
  const stratum = least(units.map((unit) => unit.stratum));
  const start = least(units.map((unit) => unit.start));
  const end = least(units.map((unit) => unit.end && -unit.end));
  const ecosystems = commonEcosystems(units);
  return {
    id: units[0].id,
    role: units.some(({ role }) => role === "workload") ? "workload" : "client",
    source: sources[0] ?? units[0].source,
    ...(stratum !== undefined && { stratum }),
    ...(start !== undefined && { start }),
    ...(end !== undefined && { end: -end }),
    events: most(({ events }) => events),
    unreadable: most(({ unreadable }) => unreadable),
    unplaced: most(({ unplaced }) => unplaced),
    losses: joinLosses(units.flatMap(({ losses }) => losses)),
    shows: common(units.map(({ shows }) => shows)),
    ...(ecosystems && { ecosystems }),
  };
}

function least<Value extends Stratum | number>(
  values: readonly (Value | undefined)[],
): Value | undefined {
  return values.reduce((a, b) => (a === undefined || (b !== undefined && b < a) ? b : a));
}

/** What all have: a unit of two sources must not claim of one what only the other shows. */
function common<Text extends string>([
  first = [],
  ...rest
]: readonly (readonly Text[])[]): readonly Text[] {
  const others = rest.map((list) => new Set(list));
  return [...new Set(first)]
    .filter((text) => others.every((set) => set.has(text)))
    .sort(compareText);
}

function commonEcosystems(units: Told<ObservationUnit>): readonly Ecosystem[] | undefined {
  const lists = units.flatMap(({ ecosystems }) => (ecosystems ? [ecosystems] : []));
  return lists.length === 0 ? undefined : common(lists);
}

function joinLosses(losses: readonly Loss[]): readonly Loss[] {
  const joined = new Map<string, Loss>();
  for (const loss of losses) {
    const { code, count, offset } = joined.get(loss.code) ?? loss;
    joined.set(code, {
      code,
      count: Math.max(count, loss.count),
      offset: Math.min(offset, loss.offset),
    });
  }
  return [...joined.values()].sort((a, b) => compareText(a.code, b.code));
}

/** What a program named anywhere is not implied any more. */
function joinFiles(files: Told<FileEvidence>): FileEvidence {
  const given = joinTexts(files.map((file) => file.given));
  const impliedBy = joinTexts(files.map((file) => file.impliedBy ?? []));
  return {
    path: files[0].path,
    given,
    seen: joinSightings(files.map(({ seen }) => seen)),
    ...(given.length === 0 && impliedBy.length > 0 && { impliedBy }),
  };
}

function joinPackages(packages: Told<PackageEvidence>): PackageEvidence {
  return { id: packages[0].id, seen: joinSightings(packages.map(({ seen }) => seen)) };
}

function joinPaths(paths: Told<UnattributedPath>): UnattributedPath {
  return { path: paths[0].path, seen: joinSightings(paths.map(({ seen }) => seen)) };
}

function joinUnplaced(paths: Told<UnplacedPath>): UnplacedPath {
  const [{ given, reason }] = paths;
  return { given, reason, seen: joinSightings(paths.map(({ seen }) => seen)) };
}

function unplacedKey({ given, reason }: UnplacedPath): string {
  return `${given}\0${reason}`;
}

function joinNetwork(uses: Told<NetworkEvidence>): NetworkEvidence {
  const [{ kind, address }] = uses;
  return {
    kind,
    address,
    seen: joinByUnit(
      uses.map(({ seen }) => seen),
      Math.min,
    ),
  };
}

function networkKey({ kind, address }: NetworkEvidence): string {
  return `${kind}\0${address}`;
}

function joinTexts(lists: readonly (readonly string[])[]): readonly string[] {
  return [...new Set(lists.flat())].sort(compareText);
}

/** Orders by path, offset and code; tells problems apart by all that they say. */
function problemKey({ path = "", offset, code, message }: Problem): string {
  const place = offset === undefined ? "" : String(offset).padStart(16, "0");
  return [path, place, code, message].join("\0");
}
