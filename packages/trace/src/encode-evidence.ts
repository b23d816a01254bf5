import { type Evidence, grades, type Sightings } from "@coppice/types";
import { compareText } from "./compare-text.ts";
import { shareBeginnings } from "./encoding/shared-beginnings.ts";

/** Kind of the compact form, which is no document that others read. */
export const compactKind = "compact-evidence";

/**
 * Evidence as small bytes for a network or a store: JSON in which units are numbers, paths leave out how the one before
 * begins, and like is beside like, so that it packs well. {@link decodeEvidence} gives the same evidence back; equal
 * evidence gives equal bytes.
 *
 * @example
 * ```ts
 * import { decodeEvidence, encodeEvidence } from "@coppice/trace";
 * import type { Evidence } from "@coppice/types";
 *
 * const evidence: Evidence = {
 *   kind: "evidence", schemaVersion: "1.0", subject: { name: "app", digest: "sha256:00" },
 *   units: [], files: [], unattributed: [], unplaced: [], network: [], problems: [],
 *   packages: [{ id: "pkg:deb/debian/curl", seen: { "host-1": { grade: "executed", offset: 7 } } }],
 * };
 * decodeEvidence(encodeEvidence(evidence)).packages; // => [{ id: "pkg:deb/debian/curl", seen: { "host-1": { grade: "executed", offset: 7 } } }]
 * ```
 */
export function encodeEvidence(evidence: Evidence): Uint8Array {
  const { schemaVersion, subject, units, files, packages, unattributed, unplaced, network } =
    evidence;
  const numbers = new Map(units.map(({ id }, at) => [id, at]));
  const strangers = findStrangers(evidence, numbers);
  for (const id of strangers) numbers.set(id, numbers.size);
  const numberOf = (id: string): number => numbers.get(id) ?? -1;
  const seen = (items: readonly { readonly seen: Sightings }[]): readonly (readonly number[])[] =>
    items.map((item) =>
      // Hosts that do the same see it at about the same place, so that differences are small and alike.
      differences(
        Object.entries(item.seen).map(([id, { grade, offset }]) => [
          numberOf(id),
          grades.indexOf(grade),
          offset,
        ]),
      ),
    );
  const fileNumbers = new Map(files.map(({ path }, at) => [path, at]));
  const compact = {
    kind: compactKind,
    schemaVersion,
    subject,
    units,
    strangers,
    files: {
      path: shareBeginnings(files.map(({ path }) => path)),
      given: files.map(({ path, given }) => (given.length === 1 && given[0] === path ? 1 : given)),
      impliedBy: files.map(({ impliedBy }) =>
        impliedBy === undefined ? 0 : impliedBy.map((path) => fileNumbers.get(path) ?? path),
      ),
      seen: seen(files),
    },
    packages: { id: shareBeginnings(packages.map(({ id }) => id)), seen: seen(packages) },
    unattributed: {
      path: shareBeginnings(unattributed.map(({ path }) => path)),
      seen: seen(unattributed),
    },
    unplaced: {
      given: shareBeginnings(unplaced.map(({ given }) => given)),
      reason: unplaced.map(({ reason }) => reason),
      seen: seen(unplaced),
    },
    network: {
      kind: network.map(({ kind }) => kind),
      address: shareBeginnings(network.map(({ address }) => address)),
      seen: network.map((use) =>
        Object.entries(use.seen).flatMap(([id, offset]) => [numberOf(id), offset]),
      ),
    },
    problems: evidence.problems,
  };
  return new TextEncoder().encode(JSON.stringify(compact));
}

/** Unit and offset of each sighting less those of the one before; the grade is told with the unit. */
function differences(
  sightings: readonly (readonly [unit: number, grade: number, offset: number])[],
): readonly number[] {
  let [lastUnit, lastOffset] = [0, 0];
  return sightings.flatMap(([unit, grade, offset]) => {
    const pair = [(unit - lastUnit) * grades.length + grade, offset - lastOffset];
    [lastUnit, lastOffset] = [unit, offset];
    return pair;
  });
}

/** Ids of units that were seen in and are not listed, sorted. */
function findStrangers(evidence: Evidence, known: ReadonlyMap<string, number>): readonly string[] {
  const { files, packages, unattributed, unplaced, network } = evidence;
  const strangers = new Set<string>();
  for (const list of [files, packages, unattributed, unplaced, network]) {
    for (const { seen } of list) {
      for (const id of Object.keys(seen)) if (!known.has(id)) strangers.add(id);
    }
  }
  return [...strangers].sort(compareText);
}
