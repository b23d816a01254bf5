import { locate, type Place } from "../places/place.ts";
import { followPlace } from "./follow-place.ts";
import type { DescriptorArgument, PathArgument } from "./read-call.ts";
import { folderOf, type Scene, viewOf } from "./scene.ts";

/** The place that a path names from a folder that is the root for it, links and dots included (`RESOLVE_IN_ROOT`). */
export function locateInRoot(
  scene: Scene,
  path: PathArgument,
  descriptor: DescriptorArgument,
): Place | undefined {
  const folder = folderOf(scene, descriptor);
  const place = path.truncated ? undefined : locate(folder, folder, path.text);
  if (!folder?.inside || place === undefined) return place;
  return followPlace({ ...viewOf(scene), root: folder.path }, place, true)?.place;
}
