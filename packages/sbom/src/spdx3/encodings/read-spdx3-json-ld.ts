import type { Problem } from "@coppice/types";
import { isJsonObject, type JsonObject, type JsonValue } from "../../json/json-value.ts";
import { SbomError } from "../../sbom-error.ts";

/** An SPDX 3 document with its elements by name. */
export interface Spdx3Reading {
  /** `3.0.0` or `3.0.1`. */
  readonly version: string;
  /** The JSON-LD object as it was given. */
  readonly document: JsonObject;
  /** Every object with an `spdxId` or `@id`, also those inside others; the first one of each name. */
  readonly elements: ReadonlyMap<string, JsonObject>;
  /** What is wrong with the graph. Members of elements are the schema's business. */
  readonly problems: readonly Problem[];
  /** The creation information of an element, also where the element only names it. */
  creationInfoOf(element: JsonObject): JsonObject | undefined;
}

/**
 * Checks that an object is an SPDX 3.0 document in JSON-LD and indexes it. The document is a `@graph`, or one element that
 * stands alone; nothing is expanded or compacted, so names are as they are written.
 *
 * Source: SPDX 3.0.1, serialisation in JSON-LD.
 *
 * @throws An {@link SbomError} with code `VERSION_UNSUPPORTED` where `@context` is that of another version than 3.0.0 and
 * 3.0.1, `DOCUMENT_INVALID` where it is none of SPDX or there is no element.
 */
export function readSpdx3JsonLd(value: JsonObject): Spdx3Reading {
  const version = versionOf(value["@context"]);
  const graph = value["@graph"];
  const roots = Array.isArray(graph)
    ? graph
    : graph === undefined && "type" in value
      ? [value]
      : [];
  if (roots.length === 0) {
    throw new SbomError(
      "DOCUMENT_INVALID",
      "the document has no elements; take one with a @graph, or one that is an element with a type",
    );
  }
  const problems: Problem[] = [];
  const elements = new Map<string, JsonObject>();
  const add = (object: JsonObject, name: string): void => {
    if (!elements.has(name)) elements.set(name, object);
    else {
      const message = `${name} is described more than once; the first description is taken`;
      problems.push({ code: "ELEMENT_REPEATED", message });
    }
  };
  for (const [index, root] of roots.entries()) {
    if (!isJsonObject(root) || nameOf(root) === undefined) {
      const message = `/@graph/${index} is no object with an spdxId or @id; nothing can refer to it`;
      problems.push({ code: "ELEMENT_UNNAMED", message });
    }
    const pending: JsonValue[] = [root];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      if (typeof next !== "object" || next === null) continue;
      const name = isJsonObject(next) ? nameOf(next) : undefined;
      if (isJsonObject(next) && name !== undefined) add(next, name);
      for (const inner of Object.values(next).reverse())
        if (inner !== undefined) pending.push(inner);
    }
  }
  const creationInfoOf = (element: JsonObject): JsonObject | undefined => {
    const stated = element["creationInfo"];
    if (typeof stated === "string") return elements.get(stated);
    return isJsonObject(stated) ? stated : undefined;
  };
  for (const [name, element] of elements) {
    if (element["creationInfo"] === undefined || creationInfoOf(element)) continue;
    const message = `the creation information of ${name} is nowhere in the document`;
    problems.push({ code: "CREATION_INFO_UNKNOWN", message });
  }
  return { version, document: value, elements, problems, creationInfoOf };
}

/** The version of the context of SPDX, alone or among others. */
function versionOf(context: JsonValue | undefined): string {
  for (const item of Array.isArray(context) ? context : [context]) {
    const [, version] =
      typeof item === "string" ? (/\bspdx\.org\/rdf\/(v?\d[\d.]{0,20})\//.exec(item) ?? []) : [];
    if (version === "3.0.0" || version === "3.0.1") return version;
    if (version !== undefined) {
      throw new SbomError(
        "VERSION_UNSUPPORTED",
        `SPDX ${version} cannot be read; take a document of SPDX 3.0.0 or 3.0.1`,
      );
    }
  }
  throw new SbomError(
    "DOCUMENT_INVALID",
    "the @context names no version of SPDX 3; take a document whose context is https://spdx.org/rdf/3.0.1/spdx-context.jsonld",
  );
}

/** A reference is an object with nothing but its `@id`. */
function nameOf(object: JsonObject): string | undefined {
  const { spdxId, "@id": id, type, "@type": typeOfNode } = object;
  if (typeof spdxId === "string") return spdxId;
  return typeof id === "string" && (type ?? typeOfNode) !== undefined ? id : undefined;
}
