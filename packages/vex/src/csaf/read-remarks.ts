import type { JsonObject } from "@coppice/sbom";
import { objectsOf, textsOf } from "../json/members.ts";
import type { VexReading } from "../vex-reader.ts";
import type { ProductTree } from "./read-product-tree.ts";

/** What a vulnerability says of its products beside their status. */
export interface Remarks {
  readonly flags: RemarkIndex;
  /** Of category `impact`. */
  readonly threats: RemarkIndex;
  readonly remediations: RemarkIndex;
  readonly scores: RemarkIndex;
}

/** Remarks of one kind, by product. */
interface RemarkIndex {
  /** In the order of the document, after them those that name no product, which are of all. */
  of(product: string): readonly JsonObject[];
  /** The same for products that have the same remarks. */
  keyOf(product: string): string;
}

/** Finds the flags, threats, remediations and scores of each product. */
export function readRemarks(
  vulnerability: JsonObject,
  tree: ProductTree,
  reading: VexReading,
): Remarks {
  const index = (remarks: readonly JsonObject[]): RemarkIndex =>
    indexRemarks(remarks, tree, reading);
  return {
    flags: index(objectsOf(vulnerability["flags"])),
    threats: index(
      objectsOf(vulnerability["threats"]).filter(({ category }) => category === "impact"),
    ),
    remediations: index(objectsOf(vulnerability["remediations"])),
    scores: index(["scores", "metrics"].flatMap((name) => objectsOf(vulnerability[name]))),
  };
}

function indexRemarks(
  remarks: readonly JsonObject[],
  tree: ProductTree,
  reading: VexReading,
): RemarkIndex {
  const byProduct = new Map<string, number[]>();
  const ofAll: number[] = [];
  for (const [index, remark] of remarks.entries()) {
    const groups = textsOf(remark["group_ids"]);
    const named = [...textsOf(remark["product_ids"]), ...textsOf(remark["products"])];
    if (groups.length + named.length === 0) ofAll.push(index);
    for (const products of [named, ...groups.map((group) => tree.group(group))]) {
      reading.count(products.length);
      for (const product of products) {
        const found = byProduct.get(product) ?? [];
        byProduct.set(product, found);
        if (found.at(-1) !== index) found.push(index);
      }
    }
  }
  return {
    of(product) {
      const indexes = [...(byProduct.get(product) ?? []), ...ofAll];
      reading.count(indexes.length);
      return indexes.map((index) => remarks[index]).filter((remark) => remark !== undefined);
    },
    keyOf: (product) => byProduct.get(product)?.join() ?? "",
  };
}
