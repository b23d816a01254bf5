import { jsonPointer } from "../json/json-pointer.ts";
import type { JsonObject } from "../json/json-value.ts";
import { objectsOf, textOf } from "../json/members.ts";
import type { MeaningContext } from "./check-meaning.ts";
import type { JsonPath } from "./walk-places.ts";

/** Gathers the identifiers and references of a document, then says which do not fit together. */
export interface ReferenceCheck {
  addId(text: string, path: JsonPath): void;
  addReference(role: "reference" | "link", text: string, path: JsonPath): void;
  /** A licence expression, whose own licences are references too. */
  addLicense(text: string, path: JsonPath): void;
  finish(): void;
}

/** How SPDX 2 writes identifiers: SPDX 2.3 §6.3, §6.6, §7.2, §10.1. */
const spdx2Id = /^(?:SPDXRef|DocumentRef|LicenseRef)-[a-zA-Z0-9.-]+$/;
/** Individuals and the licence list of SPDX 3 are known without a definition. */
const knownToSpdx3 = /^https?:\/\/(?:spdx\.org\/(?:rdf|licenses)|rdf\.spdx\.org)\//;

/** A check for the references of one document. */
export function createReferenceCheck({ format, native, add }: MeaningContext): ReferenceCheck {
  const ids = new Map<string, JsonPath>();
  const references: (readonly [text: string, path: JsonPath])[] = [];
  const external = externalIds(native);
  const ownLink = linkToItself(native);

  const isKnown = (text: string): boolean => {
    if (ids.has(text)) return true;
    if (format === "spdx-3") return external.has(text) || knownToSpdx3.test(text);
    if (format === "spdx-2") {
      const colon = text.indexOf(":");
      const local = colon < 0 ? text : text.slice(0, colon);
      return /^(?:NONE|NOASSERTION)$/.test(text) || (colon > 0 && ids.has(local));
    }
    return false;
  };

  return {
    addId: (text, path) => {
      const first = ids.get(text);
      if (first === undefined) ids.set(text, [...path]);
      else {
        add("ID_REPEATED", "error", path, `is "${text}", which ${jsonPointer(first)} is already`);
      }
      if (format === "spdx-2" && !spdx2Id.test(text)) {
        const form =
          "must be SPDXRef-, DocumentRef- or LicenseRef- with letters, digits, dots and hyphens";
        add("ID_INVALID", "error", path, `${form}, not "${text}"`);
      }
    },
    addReference: (role, text, path) => {
      if (format === "cyclonedx" && text.startsWith("urn:cdx:")) {
        if (ownLink !== undefined && text.startsWith(ownLink)) {
          references.push([decoded(text.slice(ownLink.length)), [...path]]);
        }
      } else if (role === "reference") references.push([text, [...path]]);
    },
    addLicense: (text, path) => {
      if (format !== "spdx-2") return;
      for (const name of text.split(/[\s(),]/)) {
        if (/^(?:License|Document)Ref-/.test(name)) references.push([name, [...path]]);
      }
    },
    finish: () => {
      for (const [text, path] of references) {
        if (isKnown(text)) continue;
        add("REFERENCE_DANGLING", "warning", path, `names "${text}", which nothing here is`);
      }
    },
  };
}

/** Identifiers of SPDX 3 that documents elsewhere define (`import`). */
function externalIds(native: JsonObject): ReadonlySet<string> {
  const elements = [native, ...objectsOf(native["@graph"])];
  const imports = elements.flatMap((element) => objectsOf(element["import"]));
  return new Set(imports.map((map) => textOf(map["externalSpdxId"]) ?? ""));
}

/** How BOM-Links to the parts of this very document begin. See CycloneDX "BOM-Link". */
function linkToItself(native: JsonObject): string | undefined {
  const serial = textOf(native["serialNumber"]);
  if (serial === undefined || !serial.startsWith("urn:uuid:")) return undefined;
  return `urn:cdx:${serial.slice("urn:uuid:".length)}/${native["version"] ?? 1}#`;
}

function decoded(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}
