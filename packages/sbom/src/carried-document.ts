import { carryParty, restoreParties } from "./carried-party.ts";
import { carryRelationship, restoreRelationship } from "./carried-relationship.ts";
import { objectOf, textOf, textsOf } from "./json/members.ts";
import { parsedJson } from "./json/parsed-json.ts";
import type { SbomParty, SbomProperty } from "./sbom-component.ts";
import type { SbomModel, SbomNamedLicense } from "./sbom-document.ts";
import type { SbomRelationship } from "./sbom-relationship.ts";

const prefix = "coppice:document:";

/** What a document says that a format has no place for. */
export type CarriedDocument = Partial<
  Pick<
    SbomModel,
    "name" | "id" | "revision" | "subjects" | "creators" | "relationships" | "namedLicenses"
  >
>;

/** What a document says that a format has no place for, as properties, which all formats can hold. */
export function carryDocument(document: CarriedDocument): readonly SbomProperty[] {
  const { name, id, revision = 1, subjects, creators, relationships, namedLicenses } = document;
  const texts: readonly (readonly [string, string | undefined])[] = [
    ["name", name],
    ["id", id],
    ["revision", revision === 1 ? undefined : String(revision)],
    ...(subjects ?? []).map((ref) => ["subject", ref] as const),
    ...(creators ?? []).map((party) => ["creator", carryParty(party)] as const),
    ...(relationships ?? []).map((relationship) => {
      const carried = carryRelationship(relationship);
      const ends = [carried.name, relationship.from, carried.value ?? ""];
      return ["relationship", JSON.stringify(ends)] as const;
    }),
    ...(namedLicenses ?? []).map((license) => ["license", JSON.stringify(license)] as const),
  ];
  return texts.flatMap(([member, value]) =>
    value === undefined ? [] : [{ name: prefix + member, value }],
  );
}

/** What {@link carryDocument} put into a document's properties. */
export interface RestoredDocument {
  readonly name: string | undefined;
  readonly id: string | undefined;
  readonly revision: number | undefined;
  readonly subjects: readonly string[];
  readonly relationships: readonly SbomRelationship[];
  readonly namedLicenses: readonly SbomNamedLicense[];
  /** The creators that the format states, as they were before. */
  creators(stated: readonly SbomParty[]): readonly SbomParty[];
}

/** What a document's properties carry for it. */
export function restoreDocument(properties: readonly SbomProperty[]): RestoredDocument {
  const valuesOf = (member: string): readonly string[] =>
    properties.flatMap(({ name, value }) =>
      name === prefix + member && value !== undefined ? [value] : [],
    );
  const revision = Number(valuesOf("revision")[0] ?? Number.NaN);
  return {
    name: valuesOf("name")[0],
    id: valuesOf("id")[0],
    revision: Number.isFinite(revision) ? revision : undefined,
    subjects: valuesOf("subject"),
    relationships: valuesOf("relationship").flatMap((text) => {
      const [name, from, value] = textsOf(parsedJson(text));
      if (name === undefined || from === undefined) return [];
      return restoreRelationship({ name, value }, from) ?? [];
    }),
    namedLicenses: valuesOf("license").flatMap((text) => {
      const { id, name, text: body, urls } = objectOf(parsedJson(text));
      const known = textOf(id);
      if (known === undefined) return [];
      return [{ id: known, name: textOf(name), text: textOf(body), urls: textsOf(urls) }];
    }),
    creators: (stated) => restoreParties(stated, valuesOf("creator")),
  };
}

/** Whether a property is one that {@link carryDocument} made. */
export function carriesDocument({ name }: SbomProperty): boolean {
  return name.startsWith(prefix);
}
