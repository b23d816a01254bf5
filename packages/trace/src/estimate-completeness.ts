import type { Completeness, Evidence, Grade } from "@coppice/types";
import { type Discovery, discoveries } from "./completeness/discovery.ts";
import { createNextUnitBound } from "./completeness/next-unit-bound.ts";

/** Options of {@link estimateCompleteness} and `backtestCompleteness`. */
export interface EstimateCompletenessOptions {
  /** How sure the bound is to be, between 0 and 1. Default: 0.95. */
  readonly confidence?: number;
  /**
   * Units over which the bound is taken, of the last ones. Fix it before you look at the evidence. Default: the later half.
   */
  readonly horizon?: number;
  /** As many of the last units must have used nothing new, else nothing is said of the next. Default: 3. */
  readonly quiet?: number;
  /** Weakest use that counts. Default: `stat`, so that every use does. */
  readonly minimumGrade?: Grade;
}

/**
 * Bounds, for each stratum of which there are workload units, how likely one more unit uses a package that none so far did.
 *
 * The bound is Garwood's for the number of units in the horizon that used something new, divided by the horizon: while
 * units are alike, the chance of something new never grows, so that each of these had at least the chance that is left. See Garwood,
 * "Fiducial Limits for the Poisson Distribution", Biometrika 28 (1936). Beside it stand two estimates that bound nothing:
 * the share of units with a package of their own (U1/t, by leaving one out) and the number of packages that there are
 * (Chao2, bias-corrected: Chao, "Estimating the Population Size for Capture-Recapture Data with Unequal Catchability",
 * Biometrics 43 (1987)). Units are taken in the order of their times, and by id where they have none.
 *
 * Two sources of one run tell of the same unit, and nothing says which runs those are. So the units of one source count in
 * each stratum: of the one that has the most, one of the whole system before a runtime's hook. A unit without events does
 * not count: nothing was observed.
 *
 * @example
 * ```ts
 * import { estimateCompleteness } from "@coppice/trace";
 * import type { Evidence, ObservationUnit, Sighting } from "@coppice/types";
 *
 * // Sixty windows: nginx works in each, gzip only in the third.
 * const units = Array.from({ length: 60 }, (_, window): ObservationUnit => ({
 *   id: `window-${window}`, role: "workload", source: "strace", stratum: "traffic", start: 600 * window,
 *   events: 9, unreadable: 0, unplaced: 0, losses: [], shows: ["exec", "open"],
 * }));
 * const executed: Sighting = { grade: "executed", offset: 0 };
 * const evidence: Evidence = {
 *   kind: "evidence", schemaVersion: "1.0", subject: { name: "app", digest: "sha256:00" },
 *   units, files: [], unattributed: [], unplaced: [], network: [], problems: [],
 *   packages: [
 *     { id: "pkg:deb/debian/nginx", seen: Object.fromEntries(units.map(({ id }) => [id, executed])) },
 *     { id: "pkg:deb/debian/gzip", seen: { "window-2": executed } },
 *   ],
 * };
 * const [traffic] = estimateCompleteness(evidence);
 * traffic?.clumps; // => 0
 * traffic?.chanceOfNew.toFixed(3); // => "0.100"
 * ```
 * @throws A {@link TraceError} with code `OPTION_INVALID` when the confidence is no number between 0 and 1.
 */
export function estimateCompleteness(
  evidence: Evidence,
  { confidence = 0.95, minimumGrade = "stat", horizon, quiet }: EstimateCompletenessOptions = {},
): readonly Completeness[] {
  return discoveries(evidence, minimumGrade).map((discovery): Completeness => {
    const { stratum, units, discovered, alone } = discovery;
    const boundAfter = createNextUnitBound(discovered, { confidence, horizon, quiet });
    const bound = boundAfter(units.length);
    const unique = alone.filter((packages) => packages > 0).length;
    return {
      ...(stratum && { stratum }),
      units: units.length,
      horizon: bound.horizon,
      clumps: bound.clumps,
      confidence,
      chanceOfNew: bound.chance,
      unique,
      uniqueShare: unique / units.length,
      estimatedPackages: chao2(discovery),
      assumes,
    };
  });
}

const assumes =
  "The next unit is like those observed, as long and with the same kinds of work, and what is new comes no later than a few " +
  "units after the work that brings it began; a feature that none of them exercised is not covered.";

/** The bias-corrected form, which needs no package that was used just twice. */
function chao2({ units, once, twice, seen }: Discovery): number {
  const correction = (units.length - 1) / units.length;
  return seen + (correction * once * (once - 1)) / (2 * (twice + 1));
}
