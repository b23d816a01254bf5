import type { SbomModel } from "../sbom-document.ts";
import type { SbomRelationship } from "../sbom-relationship.ts";
import type { ComponentMatching } from "./match-components.ts";
import type { MatchEntry } from "./match-entry.ts";
import { compareTexts } from "./pair-versions.ts";
import type { SbomDifference, SbomRelationshipChange } from "./sbom-difference.ts";

type Side = "before" | "after";

/**
 * The relations that only one document has. Ends are the same where their components were matched, and where they are
 * known by the same identity: how a document spells its refs, and which of several copies an edge names, does not matter.
 */
export function compareRelationships(
  before: SbomModel,
  after: SbomModel,
  matching: ComponentMatching,
  absentDiffers: boolean,
): SbomDifference["relationships"] {
  const sides = {
    before: readSide(before, "before", matching.removed, matching, absentDiffers),
    after: readSide(after, "after", matching.added, matching, absentDiffers),
  };
  const onlyIn = (side: Side, other: Side): readonly SbomRelationshipChange[] =>
    Array.from(sides[side].edges)
      .filter(([key, { kind }]) => {
        const isComparable = absentDiffers || sides[other].kinds.has(kind);
        return isComparable && !sides[other].edges.has(key);
      })
      .map(([, { from, kind, to, scope }]) => ({
        from: { ref: from, identity: sides[side].identities.get(from) ?? from },
        kind,
        to: { ref: to, identity: sides[side].identities.get(to) ?? to },
        scope,
      }))
      .sort(compareEdges);
  return { added: onlyIn("after", "before"), removed: onlyIn("before", "after") };
}

interface EdgesOfSide {
  /** Each relation once, by what it says whatever the refs. */
  readonly edges: ReadonlyMap<string, SbomRelationship>;
  readonly kinds: ReadonlySet<string>;
  readonly identities: ReadonlyMap<string, string>;
}

function readSide(
  { relationships }: SbomModel,
  side: Side,
  unmatched: readonly MatchEntry[],
  { pairs }: ComponentMatching,
  withScope: boolean,
): EdgesOfSide {
  const identities = new Map(
    [...pairs.map((pair) => pair[side]), ...unmatched].map((entry) => [
      entry.component.ref,
      identityOf(entry),
    ]),
  );
  const labels = new Map<string, string>();
  const labelByIdentity = new Map<string, string>();
  for (const pair of pairs) {
    const own = identityOf(pair[side]);
    const label = JSON.stringify([identityOf(pair.before), identityOf(pair.after)]);
    labels.set(pair[side].component.ref, label);
    const known = labelByIdentity.get(own);
    if (known === undefined || label < known) labelByIdentity.set(own, label);
  }
  const labelOf = (ref: string): string => {
    const identity = identities.get(ref);
    return labels.get(ref) ?? (identity && labelByIdentity.get(identity)) ?? identity ?? ref;
  };
  const edges = new Map<string, SbomRelationship>();
  for (const edge of relationships) {
    const scope = withScope ? (edge.scope ?? "") : "";
    const key = JSON.stringify([labelOf(edge.from), edge.kind, labelOf(edge.to), scope]);
    const known = edges.get(key);
    const isFirst = known === undefined || endsOf(edge) < endsOf(known);
    if (isFirst) edges.set(key, edge);
  }
  return { edges, kinds: new Set(relationships.map(({ kind }) => kind)), identities };
}

function compareEdges(a: SbomRelationshipChange, b: SbomRelationshipChange): number {
  return (
    compareTexts(a.from.identity, b.from.identity) ||
    compareTexts(a.to.identity, b.to.identity) ||
    compareTexts(a.kind, b.kind) ||
    compareTexts(a.scope ?? "", b.scope ?? "") ||
    compareTexts(a.from.ref, b.from.ref) ||
    compareTexts(a.to.ref, b.to.ref)
  );
}

function identityOf({ identities }: MatchEntry): string {
  return identities[0] ?? "";
}

function endsOf({ from, to, scope }: SbomRelationship): string {
  return JSON.stringify([from, to, scope ?? ""]);
}
