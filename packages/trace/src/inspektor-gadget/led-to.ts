import type { EventPath } from "@coppice/types";
import type { PlacePath } from "../containers/cache-paths.ts";
import { damagedPath } from "../lines/damaged-path.ts";
import { cutPaths } from "./cut-lengths.ts";

/** The file `real`, with the path that a program asked for where that is known. */
export function ledTo(asked: EventPath | undefined, real: string, place: PlacePath): EventPath {
  const path = damagedPath(real, cutPaths) ?? place(real, true);
  return asked?.known && path.known ? { ...path, path: asked.path } : path;
}
