import type { JsonObject } from "@coppice/sbom";
import { distinct, objectOf, objectsOf, textOf, textsOf } from "../json/members.ts";
import { readTime } from "../read-time.ts";
import { statedText } from "../unstated.ts";
import type { VexModel } from "../vex-document.ts";
import { readVexJustification } from "../vex-justification.ts";
import type { VexProduct } from "../vex-product.ts";
import type { VexReading } from "../vex-reader.ts";
import { readVexResponse } from "../vex-response.ts";
import type { VexStatement, VexVulnerability } from "../vex-statement.ts";
import { readVexStatus } from "../vex-status.ts";
import { type ProductTree, readProductTree } from "./read-product-tree.ts";
import { readRatings } from "./read-ratings.ts";
import { type Remarks, readRemarks } from "./read-remarks.ts";

/**
 * The statements of a CSAF document, 2.0 or 2.1, of any category: for each vulnerability, one for all products that have a
 * status, flags, threats, remediations and scores in common.
 */
export function readCsaf(native: JsonObject, reading: VexReading): VexModel {
  const document = objectOf(native["document"]);
  const tracking = objectOf(document["tracking"]);
  const publisher = objectOf(document["publisher"]);
  const name = textOf(publisher["name"]);
  const issued = readTime(
    tracking["initial_release_date"],
    "/document/tracking/initial_release_date",
    reading,
  );
  const updated = readTime(
    tracking["current_release_date"],
    "/document/tracking/current_release_date",
    reading,
  );
  const tree = readProductTree(objectOf(native["product_tree"]), reading);
  return {
    id: textOf(tracking["id"]),
    title: textOf(document["title"]),
    author:
      name === undefined
        ? undefined
        : { name, url: textOf(publisher["namespace"]), role: textOf(publisher["category"]) },
    issued,
    updated,
    revision: textOf(tracking["version"]),
    statements: objectsOf(native["vulnerabilities"]).flatMap((vulnerability, index) =>
      readStatements(vulnerability, `/vulnerabilities/${index}`, tree, reading).map(
        (statement) => ({ ...statement, issued, updated }),
      ),
    ),
  };
}

function readStatements(
  native: JsonObject,
  pointer: string,
  tree: ProductTree,
  reading: VexReading,
): readonly VexStatement[] {
  const vulnerability = readVulnerability(native);
  const statuses = Object.entries(objectOf(native["product_status"]));
  if (statuses.length === 0) return [];
  if (vulnerability === undefined) {
    reading.problem("STATEMENT_INVALID", pointer, "the vulnerability has no id; it is left out");
    return [];
  }
  const remarks = readRemarks(native, tree, reading);
  return statuses.flatMap(([word, ids]) => {
    const place = `${pointer}/product_status/${word}`;
    const status = readVexStatus("csaf", word);
    if (status === undefined) {
      const message = `${JSON.stringify(word)} is no status of CSAF; it is left out`;
      reading.problem("STATUS_UNKNOWN", place, message);
      return [];
    }
    return [...groupProducts(textsOf(ids), remarks, tree, reading).values()].map(
      ({ first, products }) => ({
        pointer: place,
        status,
        statusWord: word === status ? undefined : word,
        products,
        ...readRemarksOf(first, remarks, place, reading),
        vulnerability: {
          ...vulnerability,
          ratings: remarks.scores.of(first).flatMap(readRatings),
        },
      }),
    );
  });
}

interface ProductGroup {
  /** Id of the product whose remarks are those of all. */
  readonly first: string;
  readonly products: VexProduct[];
}

function groupProducts(
  ids: readonly string[],
  { flags, threats, remediations, scores }: Remarks,
  tree: ProductTree,
  reading: VexReading,
): ReadonlyMap<string, ProductGroup> {
  const groups = new Map<string, ProductGroup>();
  reading.count(ids.length);
  for (const id of ids) {
    const product = tree.product(id);
    if (product === undefined) continue;
    const key = [flags, threats, remediations, scores].map((remark) => remark.keyOf(id)).join("|");
    const group = groups.get(key) ?? { first: id, products: [] };
    groups.set(key, group);
    group.products.push(product);
  }
  return groups;
}

function readRemarksOf(
  id: string,
  { flags, threats, remediations }: Remarks,
  pointer: string,
  reading: VexReading,
): Pick<VexStatement, "justification" | "impact" | "action" | "responses"> {
  const labels = distinct(flags.of(id).map(({ label }) => textOf(label)));
  const justifications = labels.flatMap((label) => readVexJustification("csaf", label) ?? []);
  if (justifications.length < labels.length) {
    const message = `${JSON.stringify(labels)} are not all justifications of CSAF; others are left out`;
    reading.problem("JUSTIFICATION_UNKNOWN", pointer, message);
  }
  const actions = remediations.of(id);
  const stated = actions.filter(({ details }) => statedText(textOf(details)) !== undefined);
  return {
    justification: justifications[0],
    impact: joinTexts(threats.of(id), reading),
    action: joinTexts(stated, reading),
    responses: [
      ...new Set(
        stated.flatMap(({ category }) => readVexResponse("csaf", textOf(category) ?? "") ?? []),
      ),
    ],
  };
}

/** Characters that count as much as a product. */
const textUnit = 64;

/** The details of threats or remediations, each text once. They count, as every group of products can have many. */
function joinTexts(remarks: readonly JsonObject[], reading: VexReading): string | undefined {
  const texts = distinct(remarks.map(({ details }) => statedText(textOf(details))));
  if (texts.length === 0) return undefined;
  const joined = texts.join("\n");
  reading.count(Math.ceil(joined.length / textUnit));
  return joined;
}

function readVulnerability(native: JsonObject): VexVulnerability | undefined {
  const ids = objectsOf(native["ids"]).map(readId);
  const [id, ...aliases] = distinct([textOf(native["cve"]), ...ids]);
  const name = id ?? textOf(native["title"]);
  if (name === undefined) return undefined;
  const description = objectsOf(native["notes"]).find(({ category }) => category === "description");
  return {
    id: name,
    aliases,
    description: statedText(textOf(description?.["text"])),
    references: distinct(objectsOf(native["references"]).map(({ url }) => textOf(url))),
    ratings: [],
  };
}

/** Ids that only one tracking system tells apart are put behind its name. CSAF 2.0, 3.2.3.5. */
function readId({ system_name: system, text }: JsonObject): string | undefined {
  const id = textOf(text);
  const name = textOf(system);
  if (id === undefined || name === undefined) return id;
  return /^[A-Z][0-9A-Z]*-[0-9A-Za-z]/.test(id) ? id : `${name} ${id}`;
}
