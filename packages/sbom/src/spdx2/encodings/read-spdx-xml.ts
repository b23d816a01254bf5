import type { OnProblem, Problem } from "@coppice/types";
import { appendItem, type Draft, type DraftValue } from "../../json/draft.ts";
import { SbomError } from "../../sbom-error.ts";
import type { XmlElement } from "../../xml/xml-element.ts";
import { restoreTypes } from "./restore-types.ts";
import { type Spdx2Reading, spdx2Reading } from "./spdx2-reading.ts";
import { spdx2Shape } from "./spdx2-shape.ts";

/**
 * An SPDX document in XML, in its native form. An array is an element that is repeated; the schema says which single
 * elements are arrays too, and which text is a number or a truth value. Attributes and namespaces say nothing.
 *
 * @throws An {@link SbomError} with code `DOCUMENT_INVALID` where the root element is not `Document`, or
 * `VERSION_UNSUPPORTED` where it states another version than 2.0 to 2.3.
 */
export function readSpdxXml(root: XmlElement): Spdx2Reading {
  const problems: Problem[] = [];
  const members = membersOf(root, (problem) => problems.push(problem));
  if (root.name === "Document") {
    return spdx2Reading(restoreTypes(members, spdx2Shape, { lists: true }), problems);
  }
  throw new SbomError(
    "DOCUMENT_INVALID",
    `the root element <${root.name}> is not that of SPDX's XML; take a document whose root is <Document>`,
  );
}

/** Every child element as a list under its name: text where it has no elements inside. */
function membersOf(root: XmlElement, onProblem: OnProblem): Draft {
  const document: Draft = {};
  const pending: { readonly element: XmlElement; readonly members: Draft }[] = [
    { element: root, members: document },
  ];
  for (let next = pending.pop(); next; next = pending.pop()) {
    for (const child of next.element.children) {
      if (typeof child === "string") {
        if (child.trim() === "") continue;
        const { name, line } = next.element;
        const message = `line ${line}: text beside the elements of <${name}> is left out`;
        onProblem({ code: "TEXT_MISPLACED", message });
        continue;
      }
      const value: DraftValue = child.children.every((inner) => typeof inner === "string")
        ? child.children.join("")
        : {};
      appendItem(next.members, child.name, value);
      if (typeof value === "object") pending.push({ element: child, members: value });
    }
  }
  return document;
}
