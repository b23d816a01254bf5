/** Members that tell most objects of SBOM documents apart. */
const telling = ["bom-ref", "ref", "id", "content", "url", "name"] as const;

/**
 * Items of an array that are equal to an earlier one: their position and that of the first. Items are told apart by what
 * is cheap to see of them; only those that look alike are compared as wholes, by their `numberOf`, so the work is linear
 * in the size of the array whatever its items are.
 */
export function findRepeatedItems(
  items: readonly unknown[],
  numberOf: (value: unknown) => string,
): readonly (readonly [position: number, original: number])[] {
  if (items.length < 2) return [];
  const firstOfLook = new Map<unknown, number>();
  const alike = new Set<number>();
  for (const [position, item] of items.entries()) {
    const look = lookOf(item);
    const first = firstOfLook.get(look);
    if (first === undefined) firstOfLook.set(look, position);
    else alike.add(first).add(position);
  }
  const firstOfNumber = new Map<string, number>();
  const repeated: [number, number][] = [];
  for (const position of [...alike].sort((a, b) => a - b)) {
    const number = numberOf(items[position]);
    const first = firstOfNumber.get(number);
    if (first === undefined) firstOfNumber.set(number, position);
    else repeated.push([position, first]);
  }
  return repeated;
}

/** Something that is the same for equal items, and mostly not for others. */
function lookOf(item: unknown): unknown {
  if (typeof item !== "object" || item === null) return item;
  for (const member of telling) {
    const value: unknown = Object.hasOwn(item, member) ? Reflect.get(item, member) : undefined;
    if (typeof value === "string") return value;
  }
  return Object.keys(item).length;
}
