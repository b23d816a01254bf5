import type { VexModel } from "@coppice/vex";

/** What a document says of each product, in a text that is the same however statements are grouped and where they stand. */
export function sayings({ statements }: VexModel): readonly string[] {
  const all = statements.flatMap(({ pointer: _, products, ...said }) =>
    products.map((product) => JSON.stringify(sorted({ ...said, product }))),
  );
  return [...new Set(all)].sort();
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(
    members.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, member]) => [name, sorted(member)]),
  );
}
