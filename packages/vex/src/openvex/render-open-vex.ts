import type { JsonObject } from "@coppice/sbom";
import { distinctObjects } from "../json/distinct-objects.ts";
import { present } from "../json/present.ts";
import { encodePart } from "../render/encode-part.ts";
import { isIri } from "../render/is-iri.ts";
import { justify } from "../render/justify.ts";
import { listStatementLosses } from "../render/list-statement-losses.ts";
import type { OnLoss } from "../render/losses.ts";
import { requireMember } from "../render/require-member.ts";
import { wholeNumber } from "../render/whole-number.ts";
import { unstated } from "../unstated.ts";
import type { VexModel } from "../vex-document.ts";
import type { VexProduct } from "../vex-product.ts";
import type { VexStatement } from "../vex-statement.ts";
import { renderProducts } from "./render-products.ts";

/** A document of OpenVEX 0.2.0. */
export function renderOpenVex(model: VexModel, _version: string, onLoss: OnLoss): JsonObject {
  const { author, issued, updated, revision, title } = model;
  const id = requireMember(documentIri(model), "ID_MISSING", "an id that is an IRI");
  const version = wholeNumber(revision);
  if (revision !== undefined && version === undefined) {
    onLoss("/revision", "the format has whole numbers for revisions");
  }
  if (title !== undefined) onLoss("/title", "the format has no place for it");
  if (author?.url !== undefined) onLoss("/author/url", "the format has no place for it");
  const document = {
    id,
    issued: requireMember(issued, "TIMESTAMP_MISSING", "the time when it was issued"),
    updated,
  };
  const statements = model.statements.flatMap((statement, index) =>
    renderStatement(statement, `/statements/${index}`, document, onLoss),
  );
  return present({
    "@context": "https://openvex.dev/ns/v0.2.0",
    "@id": id,
    author: requireMember(author?.name, "AUTHOR_MISSING", "an author"),
    role: author?.role,
    timestamp: issued,
    last_updated: updated,
    version: version ?? 1,
    statements: requireMember(
      statements.length > 0 ? distinctObjects(statements) : undefined,
      "STATEMENTS_MISSING",
      "a statement that OpenVEX can make",
    ),
  });
}

/** CSAF's ids are unique in the namespace of their publisher. */
function documentIri({ id, author }: VexModel): string | undefined {
  if (id === undefined || isIri(id)) return id;
  const joined = `${author?.url ?? ""}/${encodePart(id)}`;
  return isIri(joined) ? joined : undefined;
}

function renderStatement(
  statement: VexStatement,
  pointer: string,
  document: { readonly id: string; readonly issued: string; readonly updated?: string | undefined },
  onLoss: OnLoss,
): readonly JsonObject[] {
  const { id, vulnerability, status, notes, action, responses, issued, updated } = statement;
  const products = renderProducts(statement.products, `${pointer}/products`, document.id, onLoss);
  if (products.length === 0 && statement.products.length > 0) {
    onLoss(pointer, "none of its products can be named");
    return [];
  }
  const url = isIri(vulnerability.url) ? vulnerability.url : undefined;
  if (id !== undefined && !isIri(id)) onLoss(`${pointer}/id`, "the format has IRIs for ids");
  if (url !== vulnerability.url) onLoss(`${pointer}/vulnerability/url`, "it is no IRI");
  listStatementLosses(
    statement,
    pointer,
    ["responses", "vulnerability/source", "vulnerability/references", "vulnerability/ratings"],
    onLoss,
  );
  const reasons = justify("openvex", statement, pointer, onLoss);
  const needsReason = status === "not_affected" && reasons.justification === undefined;
  const steps = action ?? (responses.length > 0 ? responses.join(", ") : undefined);
  // A time of its own keeps the statement from inheriting the document's last change.
  const hasOwnTime =
    (issued !== undefined && issued !== document.issued) ||
    (updated === undefined && document.updated !== undefined);
  const inherited = hasOwnTime ? undefined : document.updated;
  return [
    present({
      "@id": isIri(id) ? id : undefined,
      vulnerability: present({
        "@id": url,
        name: vulnerability.id,
        description: vulnerability.description,
        aliases: [...new Set(vulnerability.aliases)],
      }),
      timestamp: hasOwnTime ? (issued ?? document.issued) : undefined,
      last_updated: updated === inherited ? undefined : updated,
      products: distinctObjects(products),
      status,
      supplier: commonSupplier(statement.products, pointer, onLoss),
      status_notes: notes,
      justification: reasons.justification,
      impact_statement: reasons.impact ?? (needsReason ? unstated.impact : undefined),
      action_statement: steps ?? (status === "affected" ? unstated.action : undefined),
    }),
  ];
}

/** A statement has one supplier for all that it names. */
function commonSupplier(
  products: readonly VexProduct[],
  pointer: string,
  onLoss: OnLoss,
): string | undefined {
  const suppliers = new Set(products.map(({ supplier }) => supplier));
  const [supplier] = suppliers;
  if (suppliers.size < 2) return supplier;
  onLoss(`${pointer}/products`, "the format has one supplier for all products of a statement");
  return undefined;
}
