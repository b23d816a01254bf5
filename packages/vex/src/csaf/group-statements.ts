import type { OnLoss } from "../render/losses.ts";
import { compareEffects, effectOf, type StatementEffect } from "../statement-effect.ts";
import type { VexModel } from "../vex-document.ts";
import type { VexStatement, VexVulnerability } from "../vex-statement.ts";
import { writeVexStatus } from "../vex-status.ts";
import type { ProductTreeBuilder } from "./render-product-tree.ts";

/** What is said of one vulnerability. */
export interface StatementGroup {
  readonly vulnerability: VexVulnerability;
  readonly entries: readonly GroupEntry[];
}

/** A statement with the ids of the products for which it is in effect. */
export interface GroupEntry {
  readonly statement: VexStatement;
  readonly pointer: string;
  /** CSAF's word for its status. */
  readonly word: string;
  readonly products: readonly string[];
}

/**
 * The statements by vulnerability: CSAF has each once (6.1.23), and in it one status for each product (6.1.6), which is that of
 * the statement in effect.
 */
export function* groupStatements(
  model: VexModel,
  tree: ProductTreeBuilder,
  onLoss: OnLoss,
): Iterable<StatementGroup> {
  const groups = new Map<string, GroupEntry[]>();
  for (const [index, statement] of model.statements.entries()) {
    const pointer = `/statements/${index}`;
    const products = statement.products.flatMap((product, at) =>
      tree.add(product, `${pointer}/products/${at}`),
    );
    if (products.length === 0) {
      onLoss(pointer, "the format has no statements without products");
      continue;
    }
    const word = writeVexStatus("csaf", statement.status, statement.statusWord);
    const entries = groups.get(statement.vulnerability.id) ?? [];
    groups.set(statement.vulnerability.id, entries);
    entries.push({ statement, pointer, word, products: [...new Set(products)] });
  }
  for (const entries of groups.values()) {
    const settled = settle(entries, onLoss);
    const [first] = settled;
    if (first !== undefined) {
      yield { vulnerability: mergeVulnerabilities(settled), entries: settled };
    }
  }
}

/** The entries with those products only for which no entry that takes effect after them says otherwise. */
function settle(entries: readonly GroupEntry[], onLoss: OnLoss): readonly GroupEntry[] {
  const latest = new Map<string, StatementEffect>();
  for (const entry of entries) {
    const effect = effectOf(entry.statement);
    for (const product of entry.products) {
      const other = latest.get(product);
      if (other === undefined || compareEffects(effect, other) >= 0) latest.set(product, effect);
    }
  }
  return entries.flatMap((entry) => {
    const products = entry.products.filter(
      (product) => latest.get(product)?.status === entry.statement.status,
    );
    if (products.length < entry.products.length) {
      onLoss(
        entry.pointer,
        "the format has one status for each product; the statement in effect has another",
      );
    }
    return products.length === 0 ? [] : [{ ...entry, products }];
  });
}

/** Statements about one vulnerability may know different things of it; ratings stay with their products. */
function mergeVulnerabilities(entries: readonly GroupEntry[]): VexVulnerability {
  const all = entries.map(({ statement }) => statement.vulnerability);
  return {
    id: all[0]?.id ?? "",
    aliases: [...new Set(all.flatMap(({ aliases }) => aliases))],
    description: all.find(({ description }) => description !== undefined)?.description,
    references: [
      ...new Set(
        all.flatMap(({ url, references }) =>
          url === undefined ? references : [url, ...references],
        ),
      ),
    ],
    ratings: [],
  };
}
