import { mapCarried } from "../edit/map-carried.ts";
import { findValue } from "../json/find-value.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../json/json-value.ts";
import { itemsOf, textOf } from "../json/members.ts";
import { present } from "../json/present.ts";
import type { SbomDocument, SbomLoss } from "../sbom-document.ts";
import { mapReferences } from "../validation/map-references.ts";
import { referenceFormatOf } from "../validation/reference-format.ts";
import { findContradictions } from "./find-contradictions.ts";
import { listOf, type MergeGroup } from "./group-components.ts";
import { distinctValues, type MergeConflict, mergeObjects } from "./merge-values.ts";
import { tellIdsApart } from "./tell-ids-apart.ts";

/** A component of the merged document. */
export interface MergedComponent {
  /** Names it among the others; also where it has no id of its own. */
  readonly ref: string;
  /** Its members, without what is nested in it. */
  readonly object: JsonObject;
  /** The member of a document that lists it, such as `components` or `packages`. */
  readonly list: string;
  /** Refs of what it stands in, in one or another document. */
  readonly parents: readonly string[];
  /** Whether {@link MergedComponent.ref} is ours, and not in the object. */
  readonly isUnnamed: boolean;
}

/** Where a merged component comes from, by the positions of the documents. */
interface MergedSource {
  readonly ref: string;
  readonly documents: readonly number[];
  readonly members: ReadonlyMap<string, readonly number[]>;
}

/** Documents whose components are one, and refer to each other by the merged refs. */
export interface MergedParts {
  readonly natives: readonly JsonObject[];
  readonly components: readonly MergedComponent[];
  /** Merged refs of what each document is about. */
  readonly subjects: readonly (readonly string[])[];
  /** From what each document is about to those of its components that nothing contains. */
  readonly tops: readonly (readonly [outer: string, inner: string])[];
  readonly sources: readonly MergedSource[];
  /** Signatures of components that are no longer what was signed, by document. */
  readonly losses: readonly (SbomLoss & { readonly input: number })[];
}

/** Makes one component of each group, and lets every document speak of them by the merged refs. */
export function mergeComponents(
  documents: readonly SbomDocument[],
  groups: readonly MergeGroup[],
  takesFirst: boolean,
  onConflict: (conflict: MergeConflict) => void,
): MergedParts {
  const names = nameGroups(groups);
  const refs = documents.map(() => new Map<string, string>());
  groups.forEach((group, index) => {
    for (const { document, component } of group) {
      refs[document]?.set(component.ref, names[index]?.ref ?? "");
    }
  });
  const natives = mapDocuments(documents, refs);
  const losses: (SbomLoss & { input: number })[] = [];
  const sources: MergedSource[] = [];
  const components = groups.map((group, index): MergedComponent => {
    const { ref, isUnnamed } = names[index] ?? { ref: "", isUnnamed: true };
    const parts = group.map(({ document, component }) => ({
      document,
      component,
      object: ownMembers(natives[document] ?? {}, component.pointer, refs[document]),
    }));
    const isSigned = parts.some(({ object }) => object["signature"] !== undefined);
    const isChanged = isSigned && distinctValues(parts.map(({ object }) => object)).length > 1;
    const objects = parts.map(({ object, document, component }) => {
      if (!isChanged || object["signature"] === undefined) return object;
      const pointer = `${component.pointer}/signature`;
      losses.push({ pointer, reason: "it signs less than the merged component", input: document });
      return present({ ...object, signature: undefined });
    });
    sources.push({
      ref,
      documents: group.map(({ document }) => document),
      members: speakersOf(
        parts.map(({ document }, at) => ({ document, object: objects[at] ?? {} })),
      ),
    });
    const object = mergeObjects(objects, {
      takesFirst,
      onConflict: (member, taken, others) => onConflict({ ref, member, taken, others }),
    });
    for (const conflict of findContradictions(objects)) onConflict({ ref, ...conflict });
    const parents = group.flatMap(
      ({ document, component }) => refs[document]?.get(component.parent ?? "") ?? [],
    );
    const [first] = group;
    const list = first === undefined ? "" : listOf(first.component);
    return { ref, object, list, parents: [...new Set(parents)], isUnnamed };
  });
  const subjects = documents.map((document, index) =>
    document.subjects.flatMap((ref) => refs[index]?.get(ref) ?? []),
  );
  const tops = documents.flatMap((document, index) => topsOf(document, refs[index] ?? new Map()));
  return { natives, components, subjects, tops, sources, losses };
}

/** A ref for each group: one that its components have, where no other group has it already. */
function nameGroups(
  groups: readonly MergeGroup[],
): readonly { readonly ref: string; readonly isUnnamed: boolean }[] {
  const stated = groups.map((group) =>
    group.map(({ component }) => component.ref).filter((ref) => !ref.startsWith("#/")),
  );
  const taken = new Set<string>(stated.flat());
  const used = new Set<string>();
  return stated.map((candidates, index) => {
    const [first] = candidates;
    let ref = candidates.find((candidate) => !used.has(candidate));
    for (let count = 2; ref === undefined; count += 1) {
      const made = first === undefined ? `#${index}${"'".repeat(count - 2)}` : `${first}-${count}`;
      if (!taken.has(made)) ref = made;
    }
    used.add(ref);
    taken.add(ref);
    return { ref, isUnnamed: first === undefined };
  });
}

/** The documents with the merged refs, and no other id twice. */
function mapDocuments(
  documents: readonly SbomDocument[],
  refs: readonly ReadonlyMap<string, string>[],
): readonly JsonObject[] {
  const natives = documents.map(({ format, native }, index) => {
    const references = referenceFormatOf(format);
    if (references === undefined) return native;
    const own = references === "spdx-2" ? textOf(native["SPDXID"]) : undefined;
    return mapReferences(references, native, (kind, text) => {
      if (kind === "link") return text;
      return refs[index]?.get(text) ?? (text === own ? "SPDXRef-DOCUMENT" : text);
    });
  });
  if (documents[0]?.format.family !== "cyclonedx") return natives;
  const own = refs.map((map) => new Set(map.values()));
  return tellIdsApart(natives, own).map((native, index) => {
    const { metadata } = native;
    if (!isJsonObject(metadata)) return native;
    return { ...native, metadata: withCarried(metadata, refs[index]) };
  });
}

const nestedMembers: ReadonlySet<string> = new Set(["components", "services"]);

function ownMembers(
  native: JsonObject,
  pointer: string,
  refs: ReadonlyMap<string, string> | undefined,
): JsonObject {
  const object = findValue(native, pointer);
  if (!isJsonObject(object)) return {};
  const own = Object.entries(object).filter(([name]) => !nestedMembers.has(name));
  return withCarried(Object.fromEntries(own), refs);
}

/** The object with merged refs in the relationships that its properties carry. */
function withCarried(
  object: JsonObject,
  refs: ReadonlyMap<string, string> | undefined,
): JsonObject {
  const properties = itemsOf(object["properties"]);
  const mapped = properties.map((item): JsonValue => {
    if (!isJsonObject(item)) return item;
    const { name, value } = item;
    if (typeof name !== "string" || typeof value !== "string") return item;
    if (!name.startsWith("coppice:")) return item;
    const property = mapCarried({ name, value }, (ref) => refs?.get(ref) ?? ref);
    return present({ ...item, ...property });
  });
  return mapped.every((item, index) => item === properties[index])
    ? object
    : { ...object, properties: mapped };
}

function speakersOf(
  parts: readonly { readonly document: number; readonly object: JsonObject }[],
): ReadonlyMap<string, readonly number[]> {
  const members = new Map<string, number[]>();
  for (const { document, object } of parts) {
    for (const name of Object.keys(object)) {
      const speakers = members.get(name);
      if (speakers === undefined) members.set(name, [document]);
      else speakers.push(document);
    }
  }
  return members;
}

/** What stands at the top of a document, below the first thing that it is about. */
function topsOf(
  { components, relationships, subjects }: SbomDocument,
  refs: ReadonlyMap<string, string>,
): readonly (readonly [string, string])[] {
  const [subject] = subjects;
  const outer = subject === undefined ? undefined : refs.get(subject);
  if (outer === undefined) return [];
  const inside = new Set(subjects);
  for (const { kind, to } of relationships) if (kind === "contains") inside.add(to);
  return components.flatMap(({ ref, type }): readonly (readonly [string, string])[] => {
    const inner = refs.get(ref);
    if (inner === undefined || inner === outer || inside.has(ref) || type === "snippet") return [];
    return [[outer, inner]];
  });
}
