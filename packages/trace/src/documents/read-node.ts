import type { DocumentNode } from "./document-node.ts";

/** A member of a map, `undefined` when the node is none or has none of that name. */
export function memberOf(node: DocumentNode | undefined, name: string): DocumentNode | undefined {
  return node?.kind === "map" ? node.members.get(name) : undefined;
}

/** The items of a list, none when the node is no list. */
export function itemsOf(node: DocumentNode | undefined): readonly DocumentNode[] {
  return node?.kind === "list" ? node.items : [];
}

/** Members of a map by name, none when the node is no map. */
export function entriesOf(
  node: DocumentNode | undefined,
): Iterable<readonly [string, DocumentNode]> {
  return node?.kind === "map" ? node.members : [];
}

/** The text of a scalar. */
export function textOf(node: DocumentNode | undefined): string | undefined {
  return node?.kind === "scalar" ? node.text : undefined;
}

/** The number that a scalar holds, 0 when it holds none. */
export function countOf(node: DocumentNode | undefined): number {
  const count = Number(textOf(node));
  return Number.isFinite(count) ? count : 0;
}
