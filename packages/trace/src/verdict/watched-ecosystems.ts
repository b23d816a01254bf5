import type {
  Ecosystem,
  Evidence,
  Loss,
  ObservationUnit,
  UseReason,
  UseSettler,
} from "@coppice/types";
import { compareText } from "../compare-text.ts";

/** Whether the workload's units would have seen every use of an ecosystem's packages. */
export interface EcosystemWatch {
  /** Unit of a hook in its runtime, which tells of parts of archives too. */
  readonly hook?: string;
  /** What is said of a package that was not seen: that it was watched, or why that is not sure. */
  readonly reasons: readonly UseReason[];
  /** Absent when a package that was not seen was not used. */
  readonly doubt?: "incomplete" | "not-observable";
  readonly settledBy: readonly UseSettler[];
}

/** Runtimes that can tell what they load. */
const hookable: ReadonlySet<Ecosystem> = new Set(["npm", "pypi", "maven", "gem", "composer"]);

/** What would settle the use of an ecosystem's packages. */
function settlersOf(ecosystem: Ecosystem): readonly UseSettler[] {
  return hookable.has(ecosystem) ? ["system-opens", "runtime-hook"] : ["system-opens"];
}

/** Says for each ecosystem whether it was watched. */
export function watchEcosystems(evidence: Evidence): (ecosystem: Ecosystem) => EcosystemWatch {
  const known = new Map<Ecosystem, EcosystemWatch>();
  return (ecosystem) => {
    const watch = known.get(ecosystem) ?? watchEcosystem(evidence, ecosystem);
    known.set(ecosystem, watch);
    return watch;
  };
}

function watchEcosystem({ units, problems }: Evidence, ecosystem: Ecosystem): EcosystemWatch {
  const relevant = units.filter(
    ({ role, ecosystems }) => role === "workload" && (ecosystems?.includes(ecosystem) ?? true),
  );
  const system = relevant.find(showsAllUse);
  const hook = relevant.find(isHook);
  const watching = system ?? hook;
  const unwatched = watching && findUnwatched(relevant);
  const losses = lossReasons(relevant);
  const other = problems.some(({ code }) => code === "OTHER_IMAGE");
  const reasons: UseReason[] = [
    ...losses,
    ...(other ? [{ code: "other-image" } as const] : []),
    ...(watching === undefined ? [notWatched(relevant[0])] : []),
    ...(unwatched ? [notWatched(unwatched)] : []),
  ];
  if (watching && reasons.length === 0) {
    const code = system ? "watched" : "watched-processes";
    return {
      ...(hook && { hook: hook.id }),
      reasons: [{ code, unit: watching.id }],
      settledBy: [],
    };
  }
  const onlyRings = watching !== undefined && reasons.every(({ loss }) => loss === "io-uring");
  return {
    ...(hook && { hook: hook.id }),
    reasons,
    doubt: onlyRings ? "not-observable" : "incomplete",
    settledBy: onlyRings
      ? ["kernel-opens"]
      : watching === undefined || unwatched
        ? settlersOf(ecosystem)
        : ["complete-log"],
  };
}

/** A log of everything that ran and was opened; one without any event watched nothing, or something else. */
function showsAllUse({ shows, ecosystems, events }: ObservationUnit): boolean {
  return ecosystems === undefined && events > 0 && shows.includes("exec") && shows.includes("open");
}

function isHook({ shows, ecosystems, events }: ObservationUnit): boolean {
  return (
    ecosystems !== undefined && events > 0 && (shows.includes("load") || shows.includes("call"))
  );
}

function notWatched(unit: ObservationUnit | undefined): UseReason {
  return { code: "not-watched", ...(unit && { unit: unit.id }) };
}

/**
 * A unit that shows less, from before or after all those that show everything. Where times are not known it may be of the
 * same run, and is taken for that.
 */
function findUnwatched(units: readonly ObservationUnit[]): ObservationUnit | undefined {
  const isWatching = (unit: ObservationUnit): boolean => showsAllUse(unit) || isHook(unit);
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { start = Number.NEGATIVE_INFINITY, end = Number.POSITIVE_INFINITY } of units.filter(
    isWatching,
  )) {
    first = Math.min(first, start);
    last = Math.max(last, end);
  }
  return units.find((unit) => {
    const { events, start = last, end = first } = unit;
    return events > 0 && (end < first || start > last) && !isWatching(unit);
  });
}

/** One reason for each kind of loss, with the first unit that has it. */
function lossReasons(units: readonly ObservationUnit[]): readonly UseReason[] {
  const losses = new Map<Loss["code"], UseReason>();
  let unreadable: UseReason | undefined;
  for (const unit of units) {
    for (const { code, count } of unit.losses) {
      const known = losses.get(code) ?? { code: "loss", loss: code, unit: unit.id, count: 0 };
      losses.set(code, { ...known, count: (known.count ?? 0) + count });
    }
    if (unit.unreadable > 0) {
      unreadable ??= { code: "unreadable", unit: unit.id, count: 0 };
      unreadable = { ...unreadable, count: (unreadable.count ?? 0) + unit.unreadable };
    }
  }
  const sorted = [...losses.values()].sort((a, b) => compareText(a.loss ?? "", b.loss ?? ""));
  return unreadable ? [...sorted, unreadable] : sorted;
}
