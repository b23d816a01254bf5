import type { JsonObject } from "@coppice/sbom";
import { present } from "../json/present.ts";
import { isIri } from "../render/is-iri.ts";
import type { OnLoss } from "../render/losses.ts";
import { requireMember } from "../render/require-member.ts";
import { wholeNumber } from "../render/whole-number.ts";
import type { VexAuthor, VexModel } from "../vex-document.ts";
import { groupStatements } from "./group-statements.ts";
import { createProductTree } from "./render-product-tree.ts";
import { renderVulnerability } from "./render-vulnerability.ts";

/** A document of CSAF 2.0 with the profile VEX (4.5). */
export function renderCsaf(model: VexModel, _version: string, onLoss: OnLoss): JsonObject {
  const id = requireMember(model.id?.trim() || undefined, "ID_MISSING", "a tracking id");
  const document = {
    category: "csaf_vex",
    csaf_version: "2.0",
    publisher: renderPublisher(model.author, onLoss),
    title: model.title ?? `Exploitability of vulnerabilities: ${id}`,
    tracking: renderTracking(model, id, onLoss),
  };
  const tree = createProductTree(onLoss);
  const groups = [...groupStatements(model, tree, onLoss)];
  const vulnerabilities = groups.map((group) => renderVulnerability(group, model, onLoss));
  return present({
    document,
    product_tree: requireMember(
      tree.build(),
      "STATEMENTS_MISSING",
      "a statement about a product that CSAF can name",
    ),
    vulnerabilities,
  });
}

/** CSAF 2.0, 3.2.1.8.1. */
const publishers: ReadonlySet<string | undefined> = new Set([
  "coordinator",
  "discoverer",
  "other",
  "translator",
  "user",
  "vendor",
]);

function renderPublisher(author: VexAuthor | undefined, onLoss: OnLoss): JsonObject {
  const { name, url, role } = requireMember(author, "AUTHOR_MISSING", "an author");
  const isCategory = publishers.has(role);
  if (role !== undefined && !isCategory) {
    onLoss("/author/role", "it is no category of publisher of CSAF");
  }
  return {
    category: isCategory && role !== undefined ? role : "other",
    name,
    namespace: requireMember(
      isIri(url) ? url : undefined,
      "AUTHOR_MISSING",
      "the author's url, which tells publishers apart",
    ),
  };
}

/** More revisions than a document has. */
const mostRevisions = 1000;

/** CSAF 2.0, 3.2.1.12. The history must not leave out a revision (6.1.21), of which the model has the last one only. */
function renderTracking(model: VexModel, id: string, onLoss: OnLoss): JsonObject {
  const initial = requireMember(model.issued, "TIMESTAMP_MISSING", "the time when it was issued");
  const current = model.updated ?? initial;
  const number = wholeNumber(model.revision) ?? 1;
  const revisions = number > mostRevisions ? 1 : number;
  if (model.revision !== undefined && String(revisions) !== model.revision) {
    onLoss("/revision", `the format has whole numbers up to ${mostRevisions} without the history`);
  }
  return {
    id,
    status: "final",
    version: String(revisions),
    initial_release_date: initial,
    current_release_date: current,
    revision_history: Array.from({ length: revisions }, (_, index) => ({
      number: String(index + 1),
      date: index + 1 === revisions ? current : initial,
      summary: `Revision ${index + 1}`,
    })),
  };
}
