import type { FileEntry } from "@coppice/types";

/** A global pax header gives the same attributes to many members, which must not be gone through for each. */
const attributeWeights = new WeakMap<object, number>();

/** How many characters an entry keeps. */
export function weighEntry({ path, target = "", xattrs }: FileEntry): number {
  const own = path.length + target.length;
  if (xattrs === undefined) return own;
  let sum = attributeWeights.get(xattrs);
  if (sum === undefined) {
    sum = Object.entries(xattrs).reduce(
      (all, [name, value]) => all + name.length + value.length,
      0,
    );
    attributeWeights.set(xattrs, sum);
  }
  return own + sum;
}
