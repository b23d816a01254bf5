import { readLayer } from "../coppice-properties.ts";
import { digestOf } from "../hash-algorithms.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../json/json-value.ts";
import { objectsOf, textOf, textsOf } from "../json/members.ts";
import type {
  SbomComponent,
  SbomComponentType,
  SbomExternalReference,
  SbomIdentifier,
  SbomParty,
  SbomProperty,
} from "../sbom-component.ts";
import { readEvidence } from "./read-evidence.ts";
import { readLicenses } from "./read-licenses.ts";
import { readOrganization, readPerson } from "./read-party.ts";

/** Where a component stands. */
export interface ComponentPlace {
  readonly ref: string;
  readonly pointer: string;
  readonly parent: string | undefined;
}

/** The model of a CycloneDX `component`, or of a `service` where `type` says so. */
export function readComponent(
  component: JsonObject,
  place: ComponentPlace,
  type: SbomComponentType | undefined,
): SbomComponent {
  const properties = readProperties(component["properties"]);
  const purl = textOf(component["purl"]);
  const cpe = textOf(component["cpe"]);
  const supplier = component["supplier"] ?? component["provider"];
  return {
    ref: place.ref,
    pointer: place.pointer,
    type,
    name: textOf(component["name"]) ?? "",
    group: textOf(component["group"]),
    version: textOf(component["version"]),
    purls: purl === undefined ? none : [purl],
    cpes: cpe === undefined ? none : [cpe],
    identifiers: readIdentifiers(component),
    hashes: readHashes(component["hashes"]),
    licenses: readLicenses(component["licenses"]),
    copyright: textOf(component["copyright"]),
    description: textOf(component["description"]),
    supplier: isJsonObject(supplier) ? readOrganization(supplier) : undefined,
    originators: readOriginators(component),
    publisher: textOf(component["publisher"]),
    externalReferences: readReferences(component["externalReferences"]),
    properties,
    scope: textOf(component["scope"]),
    parent: place.parent,
    layer: readLayer(properties),
    evidence: readEvidence(component["evidence"], properties),
  };
}

function readIdentifiers(component: JsonObject): readonly SbomIdentifier[] {
  const { swid, omniborId, swhid } = component;
  if (swid === undefined && omniborId === undefined && swhid === undefined) return none;
  const tag = isJsonObject(swid) ? textOf(swid["tagId"]) : undefined;
  return [
    ...(tag === undefined ? [] : [{ kind: "swid", value: tag }]),
    ...textsOf(omniborId).map((value) => ({ kind: "omnibor", value })),
    ...textsOf(swhid).map((value) => ({ kind: "swhid", value })),
  ];
}

function readOriginators(component: JsonObject): readonly SbomParty[] {
  const { manufacturer, authors, author } = component;
  if (manufacturer === undefined && authors === undefined && author === undefined) return none;
  const name = textOf(author);
  return [
    ...(isJsonObject(manufacturer) ? [readOrganization(manufacturer)] : []),
    ...objectsOf(authors).map(readPerson),
    ...(name === undefined ? [] : [{ name, emails: none, urls: none }]),
  ];
}

/** CycloneDX `hashes`. */
function readHashes(value: JsonValue | undefined): readonly string[] {
  if (value === undefined) return none;
  return objectsOf(value).flatMap(({ alg, content }) =>
    typeof alg === "string" && typeof content === "string" ? [digestOf(alg, content)] : [],
  );
}

function readReferences(value: JsonValue | undefined): readonly SbomExternalReference[] {
  if (value === undefined) return none;
  return objectsOf(value).map((reference) => ({
    type: textOf(reference["type"]) ?? "other",
    url: textOf(reference["url"]) ?? "",
    comment: textOf(reference["comment"]),
    hashes: readHashes(reference["hashes"]),
  }));
}

/** CycloneDX `properties`. */
export function readProperties(value: JsonValue | undefined): readonly SbomProperty[] {
  if (value === undefined) return none;
  return objectsOf(value).map((property) => ({
    name: textOf(property["name"]) ?? "",
    value: typeof property["value"] === "string" ? property["value"] : undefined,
  }));
}

const none: readonly never[] = Object.freeze([]);
