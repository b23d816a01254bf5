import type { Problem } from "@coppice/types";
import { appendItem, type Draft, type DraftValue } from "../../../json/draft.ts";
import { SbomError } from "../../../sbom-error.ts";
import type { XmlElement } from "../../../xml/xml-element.ts";
import { nativeCategory } from "../native-category.ts";
import { restoreTypes } from "../restore-types.ts";
import { type Spdx2Reading, spdx2Reading } from "../spdx2-reading.ts";
import { isArrayShape, type Spdx2Shape, shapeOfMember, spdx2Shape } from "../spdx2-shape.ts";
import { elementIds } from "./element-ids.ts";
import { licenseExpressions } from "./license-expressions.ts";
import { parseRdfXml } from "./parse-rdf-xml.ts";
import {
  namespaces,
  type RdfGraph,
  type RdfNode,
  type RdfValue,
  typeProperty,
} from "./rdf-graph.ts";
import { type RdfClass, type RdfForm, rdfRules } from "./rdf-rules.ts";

const { spdx } = namespaces;

/** Properties whose values are listed anyway. */
const implied: ReadonlySet<string> = new Set([
  typeProperty,
  `${spdx}hasExtractedLicensingInfo`,
  `${spdx}referencesFile`,
]);

/** Where the elements of a document are listed. */
const lists: readonly (readonly [RdfClass, string])[] = [
  ["Package", "packages"],
  ["File", "files"],
  ["Snippet", "snippets"],
  ["ExtractedLicensingInfo", "hasExtractedLicensingInfos"],
];

/**
 * An SPDX document in RDF/XML, in its native form. Elements may be described where they are first used, at the top or in
 * pieces; relationships, `describesPackage` and `hasFile` stay what they are. Licences are expressions, each set of them in
 * parentheses. RDF has no order: lists have that of the text.
 *
 * Properties that nobody knows are problems and are left out; what the document says of listed licences is, too.
 *
 * Source: SPDX 2.3, clauses 6 to 13 and its RDF vocabulary.
 *
 * @throws An {@link SbomError} with code `RDF_INVALID` where the text describes no SPDX document or a node by two names;
 * `TOO_MANY_ITEMS` or `DOCUMENT_TOO_LARGE` where nodes are shared so that the document would be many times larger than the
 * text; `VERSION_UNSUPPORTED` where it states another version than 2.0 to 2.3.
 */
export function readSpdxRdf(root: XmlElement): Spdx2Reading {
  const graph = parseRdfXml(root);
  const documents = nodesOf(graph, "SpdxDocument");
  const main =
    documents.find(({ properties }) => properties.has(`${spdx}specVersion`)) ?? documents[0];
  if (main === undefined) {
    throw new SbomError("RDF_INVALID", "the RDF describes no SpdxDocument; take one that does");
  }
  const problems: Problem[] = [];
  const report = (code: string, node: RdfNode, what: string): void => {
    problems.push({ code, message: `line ${node.line}: ${what}` });
  };
  for (const other of documents) {
    if (other !== main) report("DOCUMENT_REPEATED", other, "another document is left out");
  }
  const ids = elementIds(graph, main);
  const licenses = licenseExpressions(graph, ids.of, (problem) => problems.push(problem));
  const version = lineOf(main.properties.get(`${spdx}specVersion`)?.[0], ids.of);
  const relationships: Draft[] = [];
  // A node may be the value of many properties, and is written for each.
  let budget = 1000 + 10 * graph.statements;

  const readValue = (value: RdfValue, form: RdfForm, owner: RdfNode): DraftValue | undefined => {
    switch (form.kind) {
      case "text":
        return value.kind === "literal" ? value.text : ids.of(value.id);
      case "line":
        return lineOf(value, ids.of);
      case "license":
        return licenses.of(value);
      case "word": {
        const stated = lineOf(value, wordOf);
        return form.words.lookup(stated) ?? stated;
      }
      case "category":
        return nativeCategory(lineOf(value, wordOf), version);
      case "referenceType":
        return lineOf(value, referenceType);
      case "relationship": {
        const ends = { spdxElementId: ids.of(owner.id) };
        relationships.push({ ...ends, ...objectOf(value, "Relationship", owner, "any") });
        return undefined;
      }
      case "object":
        return undefined;
      default:
        return form satisfies never;
    }
  };
  const referenceType = (uri: string): string => {
    const home = "http://spdx.org/rdf/references/";
    return uri.startsWith(home) ? uri.slice(home.length) : ids.of(uri);
  };

  const objectOf = (value: RdfValue, name: RdfClass, owner: RdfNode, shape: Spdx2Shape): Draft => {
    const node = value.kind === "node" ? graph.nodes.get(value.id) : undefined;
    if (node) return describe(node, name, shape);
    report("VALUE_MALFORMED", owner, `a ${name} is no node; it is left empty`);
    return {};
  };

  const describe = (node: RdfNode, name: RdfClass, shape: Spdx2Shape): Draft => {
    const draft = identify(node, name);
    for (const [property, values] of node.properties) {
      budget -= values.length;
      if (budget < 0) {
        throw new SbomError(
          "TOO_MANY_ITEMS",
          "the nodes of the RDF are shared too often; describe each where it is used",
        );
      }
      const rule = rdfRules[name].get(property);
      if (rule === undefined) {
        if (implied.has(property)) continue;
        report("PROPERTY_UNKNOWN", node, `nobody knows ${property} of a ${name}; it is left out`);
        continue;
      }
      const { member, form } = rule;
      const inner = shapeOfMember(shape, member);
      const many = isArrayShape(inner) || form.kind === "relationship";
      if (!many && values.length > 1) {
        report("VALUE_REPEATED", node, `${property} has more than one value; the first is read`);
      }
      for (const value of many ? values : values.slice(0, 1)) {
        const found =
          form.kind === "object"
            ? objectOf(value, form.class, node, inner)
            : readValue(value, form, node);
        if (found === undefined) continue;
        if (many) appendItem(draft, member, found);
        else draft[member] = found;
      }
    }
    return draft;
  };

  /** What the name of a node says, which its properties may repeat. */
  const identify = (node: RdfNode, name: RdfClass): Draft => {
    switch (name) {
      case "SpdxDocument":
        return { SPDXID: ids.of(node.id), documentNamespace: ids.namespace };
      case "Package":
      case "File":
      case "Snippet":
        return { SPDXID: ids.of(node.id) };
      case "ExternalDocumentRef":
        return node.id.startsWith("_:") ? {} : { externalDocumentId: ids.of(node.id) };
      case "ExtractedLicensingInfo":
        return node.id.startsWith("_:") ? {} : { licenseId: ids.of(node.id) };
      case "Project":
        return node.id.startsWith("_:") ? {} : { uri: node.id };
      default:
        return {};
    }
  };

  const draft = describe(main, "SpdxDocument", spdx2Shape);
  for (const [name, member] of lists) {
    const shape = shapeOfMember(spdx2Shape, member);
    const nodes = nodesOf(graph, name);
    if (nodes.length > 0) draft[member] = nodes.map((node) => describe(node, name, shape));
  }
  if (relationships.length > 0) draft["relationships"] = relationships;
  return spdx2Reading(restoreTypes(draft, spdx2Shape), problems);
}

/** The word at the end of a URI such as `…#checksumAlgorithm_sha1`. */
function wordOf(uri: string): string {
  return uri.slice(uri.indexOf("_", spdx.length) + 1);
}

function nodesOf(graph: RdfGraph, name: RdfClass): readonly RdfNode[] {
  return [...graph.nodes.values()].filter(({ properties }) =>
    properties
      .get(typeProperty)
      ?.some((value) => value.kind === "node" && value.id === spdx + name),
  );
}

function lineOf(value: RdfValue | undefined, nameOf: (uri: string) => string): string {
  if (value === undefined) return "";
  return value.kind === "literal" ? value.text.trim() : nameOf(value.id);
}
