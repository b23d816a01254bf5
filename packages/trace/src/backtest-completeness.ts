import type { Evidence, Stratum } from "@coppice/types";

import { discoveries } from "./completeness/discovery.ts";
import { createNextUnitBound } from "./completeness/next-unit-bound.ts";
import { poissonAtMost } from "./completeness/poisson-bound.ts";
import type { EstimateCompletenessOptions } from "./estimate-completeness.ts";

/** How the bound of `estimateCompleteness` would have fared on units that were observed since. */
export interface CompletenessBacktest {
  /** Absent for units that name none. */
  readonly stratum?: Stratum;
  /** Units of which something was said beforehand: those whose bound was below 1. */
  readonly predicted: number;
  /** Most of these that could be expected to use something new: the sum of their bounds. */
  readonly expected: number;
  /** How many did. */
  readonly discovered: number;
  /** The chance of so many or more if the bounds hold: a small one, such as below 0.05, speaks against them. */
  readonly chance: number;
  /** Whether {@link chance} is below one minus the confidence. */
  readonly refuted: boolean;
}

/**
 * Scores the bound on the evidence itself: for each unit, what was said of it from those before, against what it then used.
 *
 * @example
 * ```ts
 * import { backtestCompleteness } from "@coppice/trace";
 * import type { Evidence, ObservationUnit, Sighting } from "@coppice/types";
 *
 * const units = Array.from({ length: 40 }, (_, window): ObservationUnit => ({
 *   id: `window-${window}`, role: "workload", source: "strace", start: 600 * window,
 *   events: 9, unreadable: 0, unplaced: 0, losses: [], shows: ["exec", "open"],
 * }));
 * const executed: Sighting = { grade: "executed", offset: 0 };
 * const evidence: Evidence = {
 *   kind: "evidence", schemaVersion: "1.0", subject: { name: "app", digest: "sha256:00" },
 *   units, files: [], unattributed: [], unplaced: [], network: [], problems: [],
 *   packages: [{ id: "pkg:deb/debian/nginx", seen: { "window-0": executed } }],
 * };
 * const [test] = backtestCompleteness(evidence);
 * test?.predicted; // => 34
 * test?.discovered; // => 0
 * test?.refuted; // => false
 * ```
 * @throws A {@link TraceError} with code `OPTION_INVALID` when the confidence is no number between 0 and 1.
 */
export function backtestCompleteness(
  evidence: Evidence,
  { confidence = 0.95, minimumGrade = "stat", horizon, quiet }: EstimateCompletenessOptions = {},
): readonly CompletenessBacktest[] {
  return discoveries(evidence, minimumGrade).map(({ stratum, units, discovered }) => {
    const boundAfter = createNextUnitBound(discovered, { confidence, horizon, quiet });
    let [predicted, expected, found] = [0, 0, 0];
    for (let place = 1; place < units.length; place++) {
      const { chance } = boundAfter(place);
      if (chance === 1) continue;
      predicted += 1;
      expected += chance;
      if ((discovered[place] ?? 0) > 0) found += 1;
    }
    const chance = found === 0 ? 1 : 1 - poissonAtMost(found - 1, expected);
    return {
      ...(stratum && { stratum }),
      predicted,
      expected,
      discovered: found,
      chance,
      refuted: chance < 1 - confidence,
    };
  });
}
