import type { Problem } from "@coppice/types";
import { SbomError } from "../../../sbom-error.ts";
import {
  namespaces,
  type RdfGraph,
  type RdfNode,
  type RdfValue,
  typeProperty,
} from "./rdf-graph.ts";

/** Turns licence nodes into licence expressions. */
export interface LicenseExpressions {
  /** The expression that `value` stands for; `undefined`, with a problem, where there is none. */
  of(value: RdfValue): string | undefined;
}

const { spdx } = namespaces;
const listed = /^https?:\/\/(?:www\.)?spdx\.org\/licenses\//;

/** A licence node that is made of others, while they are read. */
interface Open {
  readonly node: RdfNode;
  readonly parts: readonly RdfValue[];
  next: number;
}

/**
 * Makes {@link LicenseExpressions} for the licences of a graph. Sets of licences are written in parentheses, their members
 * in the order of the document. `elementId` names a node in the words of the document.
 *
 * Source: SPDX 2.3, annex D and the RDF vocabulary of clause 10.
 */
export function licenseExpressions(
  graph: RdfGraph,
  elementId: (uri: string) => string,
  onProblem: (problem: Problem) => void,
): LicenseExpressions {
  const known = new Map<string, string | undefined>();
  // Sets may share members at every level, so that a small graph could stand for a text without end.
  let budget = 1_000_000 + 1000 * graph.statements;

  const charge = (expression: string | undefined): string | undefined => {
    budget -= expression?.length ?? 0;
    if (budget >= 0) return expression;
    throw new SbomError(
      "DOCUMENT_TOO_LARGE",
      "the licence sets of the document contain each other too often; write their expressions shorter",
    );
  };

  const leaf = (value: RdfValue): string | undefined => {
    if (value.kind === "literal") return value.text.trim();
    const { id } = value;
    if (listed.test(id)) return decodeListed(id);
    const node = graph.nodes.get(id);
    const stated = literal(node, `${spdx}licenseId`) ?? literal(node, `${spdx}licenseExceptionId`);
    if (stated !== undefined) return stated;
    if (typeOf(node) === "SpdxNoAssertionLicense") return "NOASSERTION";
    if (typeOf(node) === "SpdxNoneLicense") return "NONE";
    return id.startsWith("_:") ? undefined : elementId(id);
  };

  const partsOf = (node: RdfNode | undefined): readonly RdfValue[] | undefined => {
    const members = node?.properties.get(`${spdx}member`) ?? [];
    switch (typeOf(node)) {
      case "ConjunctiveLicenseSet":
      case "DisjunctiveLicenseSet":
      case "OrLaterOperator":
        return members;
      case "WithExceptionOperator":
        return [...members, ...(node?.properties.get(`${spdx}licenseException`) ?? [])];
      default:
        return undefined;
    }
  };

  const combine = (node: RdfNode, parts: readonly string[]): string | undefined => {
    const [first] = parts;
    switch (typeOf(node)) {
      case "OrLaterOperator":
        return first && `${first}+`;
      case "WithExceptionOperator":
        return parts.length === 2 ? parts.join(" WITH ") : undefined;
      default: {
        const operator = typeOf(node) === "ConjunctiveLicenseSet" ? " AND " : " OR ";
        return parts.length > 1 ? `(${parts.join(operator)})` : first;
      }
    }
  };

  const complain = (node: RdfNode | undefined, what: string): void => {
    onProblem({ code: "LICENSE_UNREADABLE", message: `line ${node?.line ?? 0}: ${what}` });
  };

  const of = (root: RdfValue): string | undefined => {
    const open: Open[] = [];
    /** Reads a value, or opens it where its parts have to be read first. */
    const visit = (value: RdfValue): void => {
      if (value.kind === "literal" || known.has(value.id)) return;
      const node = graph.nodes.get(value.id);
      const parts = partsOf(node);
      if (node && parts) {
        // Whoever meets it again before it is complete stands inside it.
        known.set(value.id, undefined);
        open.push({ node, parts, next: 0 });
        return;
      }
      const expression = leaf(value);
      if (expression === undefined) complain(node, "the licence has no identifier; it is left out");
      known.set(value.id, expression);
    };
    const result = (value: RdfValue): string | undefined =>
      value.kind === "literal" ? leaf(value) : known.get(value.id);

    visit(root);
    for (let top = open.at(-1); top; top = open.at(-1)) {
      const part = top.parts[top.next];
      if (part) {
        top.next += 1;
        visit(part);
        continue;
      }
      open.pop();
      const parts = top.parts.map(result).filter((part) => part !== undefined);
      const expression =
        parts.length === top.parts.length ? charge(combine(top.node, parts)) : undefined;
      if (expression === undefined) {
        complain(top.node, "the licence lacks a part, or contains itself; it is left out");
      }
      known.set(top.node.id, expression);
    }
    return charge(result(root));
  };

  return { of };
}

function decodeListed(uri: string): string {
  return uri.slice(uri.indexOf("/licenses/") + "/licenses/".length);
}

function literal(node: RdfNode | undefined, property: string): string | undefined {
  const [value] = node?.properties.get(property) ?? [];
  return value?.kind === "literal" ? value.text.trim() : undefined;
}

/** The name in SPDX's vocabulary of what `node` is. */
function typeOf(node: RdfNode | undefined): string | undefined {
  for (const value of node?.properties.get(typeProperty) ?? []) {
    if (value.kind === "node" && value.id.startsWith(spdx)) return value.id.slice(spdx.length);
  }
  return undefined;
}
