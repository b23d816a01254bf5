import type { VersionComparator } from "../schemes/scheme-rules.ts";
import { compareText } from "../text/compare-text.ts";
import { VersError } from "../vers-error.ts";
import type { VersComparator, VersConstraint } from "./vers-range.ts";

/**
 * Sorts constraints by version, names each version once and leaves out what is redundant, as "How to parse and validate
 * VERS" of the vers specification says. Gives the same array back where there is nothing to do.
 *
 * @throws A {@link VersError} with code `VERS_INVALID` when a version is both included and excluded.
 */
export function canonicalConstraints(
  compare: VersionComparator,
  constraints: readonly VersConstraint[],
): readonly VersConstraint[] {
  if (isCanonical(compare, constraints)) return constraints;
  if (constraints.some(({ comparator }) => comparator === "*")) return [anyVersion];
  const sorted = [...constraints].sort(
    (a, b) =>
      compare(a.version, b.version) ||
      places[a.comparator] - places[b.comparator] ||
      // Of two spellings of a version, the order in which they came must not choose.
      compareText(a.version, b.version),
  );
  const kept = withoutRedundant(sorted);
  const canonical: VersConstraint[] = [];
  for (let start = 0; start < kept.length; ) {
    const version = kept[start]?.version ?? "";
    let end = start + 1;
    while (end < kept.length && compare(version, kept[end]?.version ?? "") === 0) end++;
    const comparator = joined(
      version,
      new Set(kept.slice(start, end).map((one) => one.comparator)),
    );
    if (comparator !== undefined) canonical.push({ comparator, version });
    start = end;
  }
  return canonical.length === 0 ? [anyVersion] : canonical;
}

const anyVersion: VersConstraint = { comparator: "*", version: "" };

/** Of the same version, what ends an interval goes before what begins one. */
const places = { "*": 0, "<": 1, "<=": 2, "=": 3, ">=": 4, ">": 5, "!=": 6 } as const;

function isCanonical(compare: VersionComparator, constraints: readonly VersConstraint[]): boolean {
  let before: VersConstraint | undefined;
  for (const constraint of constraints) {
    if (constraint.comparator === "*") return constraints.length === 1 && constraint.version === "";
    if (before !== undefined && compare(before.version, constraint.version) >= 0) return false;
    before = constraint;
  }
  return before !== undefined && withoutRedundant(constraints) === constraints;
}

/** Drops what an open interval beside it includes, whatever `!=` stand between. */
function withoutRedundant(sorted: readonly VersConstraint[]): readonly VersConstraint[] {
  const dropped = new Set<number>();
  /** Indices of what is kept, less those with `!=`. */
  const positive: number[] = [];
  for (const [index, { comparator }] of sorted.entries()) {
    if (comparator === "!=") continue;
    let last = positive.at(-1);
    if (comparator === "<" || comparator === "<=") {
      for (; last !== undefined && !opens(sorted[last]); last = positive.at(-1)) {
        dropped.add(last);
        positive.pop();
      }
    } else if (last !== undefined && opens(sorted[last])) {
      dropped.add(index);
      continue;
    }
    positive.push(index);
  }
  return dropped.size === 0 ? sorted : sorted.filter((_, index) => !dropped.has(index));
}

function opens(constraint: VersConstraint | undefined): boolean {
  return constraint?.comparator === ">" || constraint?.comparator === ">=";
}

/** What the constraints on one version mean together; undefined where they go on through it. */
function joined(version: string, found: ReadonlySet<VersComparator>): VersComparator | undefined {
  if (found.has("!=") && found.has("=")) {
    throw new VersError(
      "VERS_INVALID",
      `the range both includes and excludes version "${version.slice(0, 40)}"; leave one of the two out`,
    );
  }
  const below = found.has("<") || found.has("<=");
  const above = found.has(">") || found.has(">=");
  const at = !found.has("!=") && (found.has("<=") || found.has(">=") || found.has("="));
  if (below && above) return at ? undefined : "!=";
  if (below) return at ? "<=" : "<";
  if (above) return at ? ">=" : ">";
  return at ? "=" : "!=";
}
