import { parseLoosePurl, purlIdentity } from "@coppice/purl";
import { componentIdentities } from "../component-identity.ts";
import type { SbomComponent } from "../sbom-component.ts";
import type { SbomDocument } from "../sbom-document.ts";

/** A component of one of the documents that are merged. */
interface MergeRecord {
  readonly document: number;
  readonly component: SbomComponent;
}

/** Components that are one thing, one of each document at most, in the order of the documents. */
export type MergeGroup = readonly MergeRecord[];

interface OpenGroup {
  readonly key: string;
  /** By their documents. */
  readonly records: Map<number, MergeRecord>;
}

/**
 * Puts together what is one thing in several documents, by purl, CPE, hash, or name and version: the strongest that a component
 * has. One that is known by something weaker joins those that have this beside something stronger, where these are just
 * one; a purl without qualifiers is weaker than one that has some and is equal otherwise. What stands twice in one document
 * stays two: the first, by its ref, is matched with the first of the others, and so on.
 */
export function groupComponents(documents: readonly SbomDocument[]): readonly MergeGroup[] {
  const groups = new Map<string, OpenGroup>();
  const bare = new Map<string, Set<OpenGroup>>();
  const weaker = new Map<string, Set<OpenGroup>>();
  const note = (known: Map<string, Set<OpenGroup>>, identity: string, group: OpenGroup): void => {
    known.set(identity, (known.get(identity) ?? new Set()).add(group));
  };
  documents.forEach(({ components }, document) => {
    const counts = new Map<string, number>();
    const sorted = [...components].sort((a, b) => (a.ref < b.ref ? -1 : 1));
    for (const component of sorted) {
      const [strongest = "", ...others] = identitiesOf(component);
      const count = counts.get(strongest) ?? 0;
      counts.set(strongest, count + 1);
      const key = count === 0 ? strongest : `${strongest}\n${count}`;
      const group = groups.get(key) ?? { key, records: new Map() };
      groups.set(key, group);
      group.records.set(document, { document, component });
      for (const identity of others) note(weaker, identity, group);
      for (const identity of bareIdentities(component)) {
        if (identity !== strongest) note(bare, identity, group);
      }
    }
  });
  const joined = new Map<OpenGroup, OpenGroup>();
  // Purls come first: what they make one is just one for what is weaker still.
  for (const known of [bare, weaker]) joinWeaker(groups, known, joined);
  return inOrder(documents, groups);
}

/** Moves groups that are known by a weaker identity into the one group that has it beside a stronger one. */
function joinWeaker(
  groups: Map<string, OpenGroup>,
  weaker: ReadonlyMap<string, ReadonlySet<OpenGroup>>,
  joined: Map<OpenGroup, OpenGroup>,
): void {
  const last = (group: OpenGroup): OpenGroup => {
    let end = group;
    for (let next = joined.get(end); next !== undefined; next = joined.get(end)) end = next;
    return end;
  };
  for (const group of [...groups.values()].sort((a, b) => (a.key < b.key ? -1 : 1))) {
    const [target, ...more] = new Set([...(weaker.get(group.key) ?? [])].map(last));
    if (target === undefined || target === group || more.length > 0) continue;
    const { records } = target;
    if ([...group.records.keys()].some((document) => records.has(document))) continue;
    for (const [document, record] of group.records) records.set(document, record);
    joined.set(group, target);
    groups.delete(group.key);
  }
}

/** The groups in the order in which the documents list their components. */
function inOrder(
  documents: readonly SbomDocument[],
  groups: ReadonlyMap<string, OpenGroup>,
): readonly MergeGroup[] {
  const groupOf = new Map<SbomComponent, OpenGroup>();
  for (const group of groups.values()) {
    for (const { component } of group.records.values()) groupOf.set(component, group);
  }
  const ordered = new Set(
    documents.flatMap(({ components }) => components.flatMap((item) => groupOf.get(item) ?? [])),
  );
  return [...ordered].map(({ records }) =>
    [...records.values()].sort((a, b) => a.document - b.document),
  );
}

/** The member of a document that lists a component; what a CycloneDX document is about counts as one of its components. */
export function listOf({ pointer }: SbomComponent): string {
  return pointer === "/metadata/component" ? "components" : (pointer.split("/").at(-2) ?? "");
}

/**
 * Only what stands in lists of one kind is one thing. Files are what their path says, since the same content often stands in
 * several, and services and snippets have their name only.
 */
function identitiesOf(component: SbomComponent): readonly string[] {
  const list = listOf(component);
  const identities = componentIdentities(component).map((identity) => `${list}\n${identity}`);
  return isPackage(component) ? identities : identities.slice(-1);
}

/** What its purls that have qualifiers are without them. */
function bareIdentities(component: SbomComponent): readonly string[] {
  if (!isPackage(component)) return [];
  const list = listOf(component);
  return component.purls.flatMap((text) => {
    const { purl } = text.includes("?") ? parseLoosePurl(text) : {};
    if (purl?.qualifiers === undefined) return [];
    const { qualifiers: _, ...rest } = purl;
    return [`${list}\n${purlIdentity(rest)}`];
  });
}

/** Whether more than its name can tell what it is. */
function isPackage({ type }: SbomComponent): boolean {
  return type !== "file" && type !== "service" && type !== "snippet";
}
