import type { Evidence, ObservationUnit, SeenKind } from "@coppice/types";
import { compareText } from "./compare-text.ts";
import type { LogFormat } from "./log-format.ts";

/** Something that evidence says nothing of. */
export interface BlindSpot {
  /** The source that it is of. */
  readonly source: string;
  /** How many of the workload's units it is of. */
  readonly units: number;
  /** What cannot be seen, in words that go on "it cannot be seen …". */
  readonly text: string;
}

const kinds: readonly (readonly [SeenKind, string])[] = [
  ["exec", "which programs the kernel ran"],
  ["map", "which files were mapped as code"],
  ["read", "whether opened files were read"],
  ["open", "which files were opened"],
  ["stat", "which files a program only looked for"],
];

/**
 * What the workload's units could not have seen: what their formats cannot show, as those say, and what their logs lack.
 * It is sorted by source; formats that are not given are told of by their logs alone.
 *
 * @example
 * ```ts
 * import { blindSpots } from "@coppice/trace";
 * import type { Evidence } from "@coppice/types";
 *
 * const evidence: Evidence = {
 *   kind: "evidence", schemaVersion: "1.0", subject: { name: "app", digest: "sha256:00" },
 *   files: [], packages: [], unattributed: [], unplaced: [], network: [], problems: [],
 *   units: [{
 *     id: "run", role: "workload", source: "audit", events: 7, unreadable: 0, unplaced: 0, losses: [],
 *     shows: ["exec", "map", "open", "read"],
 *   }],
 * };
 * blindSpots(evidence)[0]?.text; // => "which files a program only looked for"
 * ```
 */
export function blindSpots(
  { units }: Evidence,
  formats: readonly Pick<LogFormat, "name" | "blindSpots">[] = [],
): readonly BlindSpot[] {
  const bySource = new Map<string, ObservationUnit[]>();
  for (const unit of units) {
    if (unit.role === "client") continue;
    const others = bySource.get(unit.source);
    if (others) others.push(unit);
    else bySource.set(unit.source, [unit]);
  }
  return [...bySource]
    .sort(([a], [b]) => compareText(a, b))
    .flatMap(([source, own]) => [
      ...(formats.find(({ name }) => name === source)?.blindSpots ?? []).map((text) => ({
        ...{ source, units: own.length, text },
      })),
      ...gapsOf(own).map(([text, count]) => ({ source, units: count, text })),
    ]);
}

/** What logs lack, and how many of them. */
function gapsOf(units: readonly ObservationUnit[]): readonly (readonly [string, number])[] {
  const gaps = new Map<string, number>();
  const add = (text: string): void => void gaps.set(text, (gaps.get(text) ?? 0) + 1);
  for (const { shows, ecosystems, losses, unreadable, unplaced } of units) {
    if (ecosystems) add(`any use of packages of other ecosystems than ${ecosystems.join(", ")}`);
    for (const [kind, text] of kinds) if (!ecosystems && !shows.includes(kind)) add(text);
    for (const { code } of losses) add(`what happened where events are missing (${code})`);
    if (unreadable > 0) add("what the records say that could not be read");
    if (unplaced > 0) add("which files the paths are of that could not be placed");
  }
  return [...gaps];
}
