import type { SbomComponent, SbomDocument, SbomEnvelope, SbomParty } from "@coppice/sbom";
import type { Problem } from "@coppice/types";
import { sbomFormatName } from "./sbom-format-name.ts";
import { tally } from "./tally.ts";

/** How often each word is there, the most frequent first. */
export type Counts = Readonly<Record<string, number>>;

/** What `coppice sbom show` tells of a document. */
export interface SbomSummary {
  readonly format: string;
  readonly envelopes: readonly SbomEnvelope[];
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  readonly revision?: number | undefined;
  readonly created?: string | undefined;
  readonly creators: readonly SbomParty[];
  readonly subjects: readonly SbomSubject[];
  readonly components: number;
  readonly types: Counts;
  /** Types of package URLs; a component that has none is not counted. */
  readonly ecosystems: Counts;
  /** Licences as they are stated. */
  readonly licenses: Counts;
  /** Components that might have a licence and state none. */
  readonly unlicensed: number;
  readonly relationships: Counts;
  readonly problems: readonly Problem[];
}

/** What a document is about. */
type SbomSubject = Pick<SbomComponent, "ref" | "type" | "group" | "name" | "version" | "purls">;

/** Sums a document up. */
export function summarizeSbom(document: SbomDocument): SbomSummary {
  const { format, envelopes, id, name, revision, created, creators, problems } = document;
  const { components, relationships } = document;
  const about = new Set(document.subjects);
  const licensable = components.filter(({ type }) => type !== "file" && type !== "service");
  return {
    format: sbomFormatName(format),
    envelopes,
    id,
    name,
    revision,
    created,
    creators,
    subjects: components.filter(({ ref }) => about.has(ref)).map(subjectOf),
    components: components.length,
    types: countsOf(components.map(({ type }) => type ?? "not stated")),
    ecosystems: countsOf(components.flatMap(ecosystemOf)),
    licenses: countsOf(
      components.flatMap(({ licenses }) => [
        ...new Set(licenses.map(({ expression, name }) => expression ?? name ?? "unnamed")),
      ]),
    ),
    unlicensed: licensable.filter(({ licenses }) => licenses.length === 0).length,
    relationships: countsOf(relationships.map(({ kind }) => kind)),
    problems,
  };
}

function subjectOf({ ref, type, group, name, version, purls }: SbomComponent): SbomSubject {
  return { ref, type, group, name, version, purls };
}

function ecosystemOf({ purls: [purl] }: SbomComponent): readonly string[] {
  const type = purl === undefined ? undefined : /^pkg:\/*([^/]+)\//i.exec(purl)?.[1];
  return type === undefined ? [] : [type.toLowerCase()];
}

/** An object whose names are a document's to choose. */
function countsOf(values: readonly string[]): Counts {
  return Object.fromEntries(tally(values));
}
