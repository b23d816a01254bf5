import { hasDots, type Place, pathBelow, settle } from "./place.ts";
import { tidyPath } from "./tidy-path.ts";

/**
 * A place that a process outside the image named: in the image if it is below `imageRoot`. Dots climb out of the image for
 * such a process; where they do, they are undone by name.
 */
export function seenFromOutside(place: Place, imageRoot: string): Place {
  if (place.inside && !hasDots(place.path)) return place;
  const path = tidyPath(place.inside ? imageRoot + place.path : place.path);
  const below = pathBelow(path, imageRoot);
  if (below !== undefined && !climbsOut(below)) return { inside: true, path: below };
  const plain = settle({ inside: false, path }, undefined);
  const plainBelow = pathBelow(plain.path, imageRoot);
  return plainBelow === undefined ? plain : { inside: true, path: plainBelow };
}

/** Whether a path goes above where it starts on its way. */
function climbsOut(path: string): boolean {
  let depth = 0;
  for (const name of hasDots(path) ? path.split("/") : []) {
    if (name === "..") depth--;
    else if (name !== "" && name !== ".") depth++;
    if (depth < 0) return true;
  }
  return false;
}
