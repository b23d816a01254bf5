import { compareText } from "./compare-text.ts";
import type { GradeEvidenceOptions } from "./grade-evidence.ts";

/**
 * The source of a unit whose logs are of several formats. Beside a log of the whole system what a runtime's hook shows is not
 * claimed, since it shows that of its own ecosystem alone; of hooks alone what all of them show is.
 *
 * @example
 * ```ts
 * import { combineSources } from "@coppice/trace";
 *
 * const source = combineSources([
 *   { name: "execs", shows: ["exec"] },
 *   { name: "hook", shows: ["load", "open"], ecosystems: ["pypi"] },
 * ]);
 * source; // => { name: "execs+hook", shows: ["exec"] }
 * ```
 */
export function combineSources(
  sources: readonly GradeEvidenceOptions["source"][],
): GradeEvidenceOptions["source"] {
  const name = sources.map((source) => source.name).join("+");
  const system = sources.filter(({ ecosystems }) => ecosystems === undefined);
  if (system.length > 0) return { name, shows: sortedUnion(system.map(({ shows }) => shows)) };
  const [first, ...others] = sources;
  const shows = first?.shows.filter((kind) => others.every((other) => other.shows.includes(kind)));
  const ecosystems = sortedUnion(sources.map((source) => source.ecosystems ?? []));
  return { name, shows: sortedUnion([shows ?? []]), ecosystems };
}

function sortedUnion<Text extends string>(lists: readonly (readonly Text[])[]): readonly Text[] {
  return [...new Set(lists.flat())].sort(compareText);
}
