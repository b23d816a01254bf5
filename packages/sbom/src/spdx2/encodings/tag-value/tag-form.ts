import type { DraftValue } from "../../../json/draft.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../../json/json-value.ts";
import {
  checksumAlgorithms,
  referenceCategories,
  relationshipTypes,
  type Spdx2Words,
} from "../spdx2-words.ts";
import { trimBlanks } from "./scan-tag-values.ts";

/** How the values of a tag are written. */
export interface TagForm {
  /** The value that `text` stands for; `undefined` where it is malformed. */
  read(text: string): DraftValue | undefined;
  /** What stands for `value`, a member of `owner`; `undefined` where tag-value cannot say it. */
  write(value: JsonValue, owner: JsonObject): string | undefined;
  /** Members that `write` carries over, where values are objects. */
  readonly members?: readonly string[];
  /** Whether the specification calls it free text, which tools put into `<text>`. */
  readonly free?: boolean;
}

/** A name, an identifier, a licence expression: text without a structure of its own, but not none. */
export const lineForm: TagForm = {
  read: (text) => (text === "" ? undefined : text),
  write: (value) => (typeof value === "string" && trimBlanks(value) !== "" ? value : undefined),
};

/** Text for people, of any number of lines. */
export const freeForm: TagForm = {
  read: (text) => text,
  write: (value) => (typeof value === "string" ? value : undefined),
  free: true,
};

/** An address; older tools write several after one tag, with commas between them. */
export const crossReferenceForm: TagForm = {
  read: (text) => text.split(/,[ \t]/).map(trimBlanks),
  write: (value) => (typeof value === "string" && !/,[ \t]/.test(value) ? value : undefined),
};

/** `true` or `false`. */
export const booleanForm: TagForm = {
  read(text) {
    const word = text.toLowerCase();
    return word === "true" ? true : word === "false" ? false : undefined;
  },
  write: (value) => (typeof value === "boolean" ? String(value) : undefined),
};

/** A word of a list, in the list's spelling; a word that it lacks stays as it is. */
export function wordForm(words: Spdx2Words): TagForm {
  return {
    read: (text) => words.lookup(text) ?? lineForm.read(text),
    write: (value, owner) =>
      (typeof value === "string" ? words.lookup(value) : undefined) ?? lineForm.write(value, owner),
  };
}

/** `SHA1: d6a7…` (SPDX 2.3, 7.10). */
export const checksumForm: TagForm = {
  members: ["algorithm", "checksumValue"],
  read(text) {
    const [stated = "", value = ""] = splitAt(text, text.indexOf(":"));
    const algorithm = checksumAlgorithms.lookup(stated) ?? stated;
    return isWord(algorithm) && value !== "" ? { algorithm, checksumValue: value } : undefined;
  },
  write(value) {
    const { algorithm, checksumValue } = asObject(value);
    return isWord(algorithm) && isLine(checksumValue)
      ? `${algorithm}: ${checksumValue}`
      : undefined;
  },
};

/** `DocumentRef-x https://example.com/x SHA1: d6a7…` (SPDX 2.3, 6.6). */
export const documentRefForm: TagForm = {
  members: ["externalDocumentId", "spdxDocument", "checksum"],
  read(text) {
    const [externalDocumentId, spdxDocument, stated] = words(text, 3);
    if (externalDocumentId === undefined || spdxDocument === undefined) return undefined;
    if (stated === undefined) return { externalDocumentId, spdxDocument };
    const checksum = checksumForm.read(stated);
    return checksum === undefined ? undefined : { externalDocumentId, spdxDocument, checksum };
  },
  write(value, owner) {
    const { externalDocumentId, spdxDocument, checksum } = asObject(value);
    if (!isWord(externalDocumentId) || !isWord(spdxDocument)) return undefined;
    if (checksum === undefined) return `${externalDocumentId} ${spdxDocument}`;
    const written = hasOnly(checksum, checksumForm.members)
      ? checksumForm.write(checksum, owner)
      : undefined;
    return written && `${externalDocumentId} ${spdxDocument} ${written}`;
  },
};

/** `PACKAGE-MANAGER purl pkg:npm/x@1` (SPDX 2.3, 7.21). */
export const externalRefForm: TagForm = {
  members: ["referenceCategory", "referenceType", "referenceLocator"],
  read(text) {
    const [category, referenceType, referenceLocator] = words(text, 3);
    if (category === undefined || referenceType === undefined || referenceLocator === undefined) {
      return undefined;
    }
    const referenceCategory = referenceCategories.lookup(category) ?? category;
    return { referenceCategory, referenceType, referenceLocator };
  },
  write(value) {
    const { referenceCategory, referenceType, referenceLocator } = asObject(value);
    if (!isWord(referenceCategory) || !isWord(referenceType) || !isLine(referenceLocator)) {
      return undefined;
    }
    const category = referenceCategories.lookup(referenceCategory) ?? referenceCategory;
    return `${category} ${referenceType} ${referenceLocator}`;
  },
};

/** `d6a7… (excludes: ./a, ./b)`; older tools leave out the word `excludes:` (SPDX 2.3, 7.9). */
export const verificationCodeForm: TagForm = {
  members: ["packageVerificationCodeValue", "packageVerificationCodeExcludedFiles"],
  read(text) {
    const [value, list] = splitAt(text, text.indexOf("("));
    if (list === undefined && value !== "") return { packageVerificationCodeValue: value };
    if (list === undefined || value === "" || !list.endsWith(")")) return undefined;
    const listed = list.slice(0, -1);
    const files = (listed.startsWith("excludes:") ? listed.slice(9) : listed).split(",");
    const excluded = files.map(trimBlanks).filter((file) => file !== "");
    return excluded.length === 0
      ? { packageVerificationCodeValue: value }
      : { packageVerificationCodeValue: value, packageVerificationCodeExcludedFiles: excluded };
  },
  write(value) {
    const { packageVerificationCodeValue: code, packageVerificationCodeExcludedFiles: files = [] } =
      asObject(value);
    if (!isLine(code) || code.includes("(") || !Array.isArray(files)) return undefined;
    if (files.length === 0) return code;
    const sayable = (file: JsonValue) => isLine(file) && !file.includes(",");
    return files.every(sayable) ? `${code} (excludes: ${files.join(", ")})` : undefined;
  },
};

/** `SPDXRef-A CONTAINS SPDXRef-B` (SPDX 2.3, 11.1). */
export const relationshipForm: TagForm = {
  members: ["spdxElementId", "relationshipType", "relatedSpdxElement"],
  read(text) {
    const [spdxElementId, stated, relatedSpdxElement, more] = words(text, 4);
    if (spdxElementId === undefined || stated === undefined || more !== undefined) return undefined;
    if (relatedSpdxElement === undefined) return undefined;
    const relationshipType = relationshipTypes.lookup(stated) ?? stated;
    return { spdxElementId, relationshipType, relatedSpdxElement };
  },
  write(value) {
    const { spdxElementId, relationshipType, relatedSpdxElement } = asObject(value);
    const parts = [spdxElementId, relationshipType, relatedSpdxElement];
    return parts.every(isWord) ? parts.join(" ") : undefined;
  },
};

/** `310:420`, both ends of a range of a snippet in one unit (SPDX 2.3, 9.3 and 9.4). */
export function rangeForm(unit: "offset" | "lineNumber"): TagForm {
  const numberOf = (pointer: JsonValue | undefined, file: JsonValue | undefined) =>
    hasOnly(pointer, [unit, "reference"]) && pointer["reference"] === file
      ? pointer[unit]
      : undefined;
  return {
    members: ["startPointer", "endPointer"],
    read(text) {
      const found = /^(\d{1,15})[ \t]{0,9}:[ \t]{0,9}(\d{1,15})$/.exec(text);
      return found
        ? { startPointer: { [unit]: Number(found[1]) }, endPointer: { [unit]: Number(found[2]) } }
        : undefined;
    },
    write(value, owner) {
      const { startPointer, endPointer } = asObject(value);
      const file = owner["snippetFromFile"];
      const [from, to] = [numberOf(startPointer, file), numberOf(endPointer, file)];
      return isIndex(from) && isIndex(to) ? `${from}:${to}` : undefined;
    },
  };
}

function asObject(value: JsonValue): JsonObject {
  return isJsonObject(value) ? value : {};
}

function hasOnly(
  value: JsonValue | undefined,
  members: readonly string[] = [],
): value is JsonObject {
  return isJsonObject(value) && Object.keys(value).every((member) => members.includes(member));
}

function isIndex(value: JsonValue | undefined): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

/** Whether `value` is text that splitting at white space leaves in one piece. */
function isWord(value: JsonValue | undefined): value is string {
  return typeof value === "string" && /^[^ \t\r\n]+$/.test(value) && !value.startsWith("<text>");
}

/** Whether `value` is text that reads back from the end of a line. */
function isLine(value: JsonValue | undefined): value is string {
  return (
    typeof value === "string" &&
    value !== "" &&
    value === trimBlanks(value) &&
    !/[\r\n]/.test(value)
  );
}

/** At most `count` parts of `text` between spaces and tabs; the last one takes all that is left. */
function words(text: string, count: number): string[] {
  const parts: string[] = [];
  let rest = text;
  while (rest !== "" && parts.length < count - 1) {
    const [word = ""] = /^[^ \t]*/.exec(rest) ?? [];
    parts.push(word);
    rest = rest.slice(word.length).replace(/^[ \t]+/, "");
  }
  return rest === "" ? parts : [...parts, rest];
}

/** `text` before and after the character at `index`, trimmed; only the whole where there is none. */
function splitAt(text: string, index: number): [string, string?] {
  if (index < 0) return [trimBlanks(text)];
  return [trimBlanks(text.slice(0, index)), trimBlanks(text.slice(index + 1))];
}
