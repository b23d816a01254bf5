import type { JsonObject } from "../json/json-value.ts";
import type { SbomComponent } from "../sbom-component.ts";
import type { SbomDocument } from "../sbom-document.ts";
import { nativeObjectAt } from "./native-object.ts";
import { type CompletenessStatements, readStatedCompleteness } from "./stated-completeness.ts";

/** A document as rules look at it: what they ask of more than once is gathered here, once. */
export interface SbomFacts {
  readonly document: SbomDocument;
  readonly edition: SbomEdition;
  /** Components that rules count: files and snippets are parts of others, unless there is nothing else. */
  readonly components: readonly SbomComponent[];
  /** Those of the components that the document is about. */
  readonly subjects: readonly SbomComponent[];
  /** The subjects, and what they contain or depend on directly. */
  readonly topLevel: readonly SbomComponent[];
  /** Refs that need or contain another, or of which the document says that they need nothing. */
  readonly dependent: ReadonlySet<string>;
  /** Refs that another needs, contains or otherwise relates to. */
  readonly needed: ReadonlySet<string>;
  readonly completeness: CompletenessStatements;
  /** Files that are the distributed form of a component, by its ref: SPDX 3's `hasDistributionArtifact`. */
  readonly artifacts: ReadonlyMap<string, readonly SbomComponent[]>;
  /** The component's object in the document's native form. */
  nativeOf(component: SbomComponent): JsonObject;
}

/** The specifications that differ in what they have a place for. */
export type SbomEdition = "cyclonedx" | "spdx2" | "spdx3" | "syft";

/** Reads what rules need to know of a document. */
export function readSbomFacts(document: SbomDocument): SbomFacts {
  const { relationships, leaves, native } = document;
  const byRef = new Map(document.components.map((component) => [component.ref, component]));
  const subjectRefs = new Set(document.subjects);
  const isPart = ({ ref, type }: SbomComponent): boolean =>
    (type === "file" || type === "snippet") && !subjectRefs.has(ref);
  const wholes = document.components.filter((component) => !isPart(component));
  const dependent = new Set(leaves);
  const needed = new Set<string>();
  const topLevel = new Set(subjectRefs);
  const artifacts = new Map<string, SbomComponent[]>();
  for (const { from, kind, to } of relationships) {
    needed.add(to);
    if (kind === "hasDistributionArtifact") {
      const file = byRef.get(to);
      const known = artifacts.get(from);
      if (known === undefined) artifacts.set(from, file === undefined ? [] : [file]);
      else if (file !== undefined) known.push(file);
    }
    if (!structuralKinds.has(kind)) continue;
    dependent.add(from);
    if (subjectRefs.has(from)) topLevel.add(to);
  }
  const edition = editionOf(document);
  const components = wholes.length > 0 ? wholes : document.components;
  return {
    document,
    edition,
    components,
    subjects: components.filter(({ ref }) => subjectRefs.has(ref)),
    topLevel: components.filter(({ ref }) => topLevel.has(ref)),
    dependent,
    needed,
    completeness: readStatedCompleteness(document, edition),
    artifacts,
    nativeOf: ({ pointer }) => nativeObjectAt(native, pointer) ?? nothing,
  };
}

/** Relations by which a document is a tree or graph of what is in what and what needs what. */
const structuralKinds: ReadonlySet<string> = new Set([
  "dependsOn",
  "contains",
  "hasPrerequisite",
  "hasDynamicLink",
  "hasStaticLink",
  "hasOptionalComponent",
]);

function editionOf({ format }: SbomDocument): SbomEdition {
  if (format.family !== "spdx") return format.family;
  return format.version.startsWith("3") ? "spdx3" : "spdx2";
}

const nothing: JsonObject = Object.freeze({});
