import { canonicalJson } from "../json/canonical-json.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../json/json-value.ts";
import { objectsOf, textOf } from "../json/members.ts";
import type { SbomDocument } from "../sbom-document.ts";

/** Lists of SPDX 2 in which a document defines names of its own, and the member that says the name. */
const definitions = [
  ["hasExtractedLicensingInfos", "licenseId"],
  ["externalDocumentRefs", "externalDocumentId"],
] as const;

/** Members of SPDX 2 that hold such a name, a licence expression of them, or a reference that begins with one. */
const naming: ReadonlySet<string> = new Set([
  "licenseId",
  "externalDocumentId",
  "licenseConcluded",
  "licenseDeclared",
  "licenseInfoFromFiles",
  "licenseInfoInFiles",
  "licenseInfoInSnippets",
  "spdxElementId",
  "relatedSpdxElement",
]);

/**
 * SPDX 2 documents in which one `LicenseRef-…` or `DocumentRef-…` never means two things: each document defines its own, and
 * where a name is taken, the later document has another.
 */
export function tellNamesApart(documents: readonly SbomDocument[]): readonly SbomDocument[] {
  const meanings = new Map<string, string>();
  return documents.map((document) => {
    const names = new Map<string, string>();
    for (const [list, member] of definitions) {
      for (const item of objectsOf(document.native[list])) {
        const id = textOf(item[member]);
        if (id === undefined || names.has(id)) continue;
        const { [member]: _, ...rest } = item;
        const meaning = canonicalJson(rest);
        let name = id;
        for (let count = 2; (meanings.get(name) ?? meaning) !== meaning; count += 1) {
          name = `${id}-${count}`;
        }
        meanings.set(name, meaning);
        if (name !== id) names.set(id, name);
      }
    }
    return names.size === 0 ? document : { ...document, native: renamed(document.native, names) };
  });
}

function renamed(native: JsonObject, names: ReadonlyMap<string, string>): JsonObject {
  const inWord = (word: string): string => {
    // What follows a colon is a name of the other document.
    const colon = word.indexOf(":");
    const own = colon < 0 ? word : word.slice(0, colon);
    return (names.get(own) ?? own) + word.slice(own.length);
  };
  const visit = (value: JsonValue, isNaming: boolean): JsonValue => {
    if (typeof value === "string") {
      return isNaming
        ? value
            .split(/([\s()]+)/)
            .map(inWord)
            .join("")
        : value;
    }
    if (!isJsonObject(value)) {
      return Array.isArray(value) ? value.map((item) => visit(item, isNaming)) : value;
    }
    return visitObject(value);
  };
  const visitObject = (object: JsonObject): JsonObject =>
    Object.fromEntries(
      Object.entries(object).map(([name, member]) => [
        name,
        member === undefined ? member : visit(member, naming.has(name)),
      ]),
    );
  return visitObject(native);
}
