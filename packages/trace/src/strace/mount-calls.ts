import { type Place, pathBelow } from "../places/place.ts";
import { changePath, copyChanges, moveChanges, originOf } from "./changed-files.ts";
import { type Flag, hasFlag } from "./flag.ts";
import { openFile } from "./open-files.ts";
import type { Call, DescriptorArgument, PathArgument } from "./read-call.ts";
import { argumentPath, emitUse, locateArgument, type Scene, settlePlace, viewOf } from "./scene.ts";

/** A new file system, which is none of the image's. */
const otherFiles: Place = { inside: false, path: "/" };

/** Flags of mount(2) that change how a mount is, not what is there. */
const changesOnly: readonly Flag[] = [
  "MS_REMOUNT",
  "MS_PRIVATE",
  "MS_SLAVE",
  "MS_SHARED",
  "MS_UNBINDABLE",
];

/** mount(2). */
export function mounts(scene: Scene, call: Call): void {
  const [source, target] = call.paths;
  const [type = "", flags = ""] = call.words;
  const moved = hasFlag(flags, "MS_MOVE");
  const bound = moved || hasFlag(flags, "MS_BIND");
  const at = use(scene, target);
  if (changesOnly.some((flag) => hasFlag(flags, flag))) return;
  const from = bound ? use(scene, source) : undefined;
  const content = bound ? from && originIn(scene, from) : contentOf(type);
  const path = at && insidePath(scene, at);
  if (from?.inside && path !== undefined && (moved || hasFlag(flags, "MS_REC"))) {
    const shows = moved ? moveChanges : copyChanges;
    shows(scene.table.openFiles, scene.process.mounts, from.path, path);
  }
  if (moved && from) unmountAt(scene, from);
  if (at) mountAt(scene, path, content);
}

/** What a new file system has: that of an overlay may be the image's folders that it was made of. */
function contentOf(type: string): Place | undefined {
  return type.includes("overlay") ? undefined : otherFiles;
}

/** umount2(2): what was there before is there again. */
export function unmounts(scene: Scene, call: Call): void {
  const place = use(scene, call.paths[0]);
  if (place) unmountAt(scene, place);
}

/** fsmount(2): a file system that is nowhere yet. */
export function makesMount(scene: Scene, call: Call): void {
  keepMount(scene, call, otherFiles);
}

/** fsconfig(2), some of whose settings are paths. */
export function configures(scene: Scene, call: Call): void {
  if (!call.words[0]?.startsWith("FSCONFIG_SET_PATH")) return;
  const [path] = call.paths;
  if (path?.text !== "") use(scene, path, call.descriptors[0]);
}

/** open_tree(2): a mount, or a copy of it. */
export function opensMount(scene: Scene, call: Call): void {
  keepMount(scene, call, use(scene, call.paths[0], call.descriptors[0]));
}

/** move_mount(2). */
export function movesMount(scene: Scene, call: Call): void {
  const [from, to] = call.paths;
  const [source, target] = call.descriptors;
  const at = use(scene, to, target);
  const moved =
    from?.text === "" && source
      ? scene.process.files.byNumber.get(source.number)?.place
      : use(scene, from, source);
  if (at) mountAt(scene, insidePath(scene, at), moved && originIn(scene, moved));
}

/** Records what lies at a path in the image from now on, for the process and all in its mount namespace. */
export function mountAt(scene: Scene, path: string | undefined, from: Place | undefined): void {
  const { table, process } = scene;
  if (path === undefined || path === "/") return;
  changePath(table.openFiles, process.mounts, path, { kind: "moved", from });
}

function unmountAt(scene: Scene, place: Place): void {
  const { table, process } = scene;
  const path = insidePath(scene, place);
  if (path !== undefined) changePath(table.openFiles, process.mounts, path, undefined);
}

function originIn(scene: Scene, place: Place): Place | undefined {
  return originOf(viewOf(scene).changes, place);
}

/** A place by its path in the image, also where the process is still outside. */
function insidePath({ imageRoot }: Scene, place: Place): string | undefined {
  if (place.inside) return place.path;
  return imageRoot === undefined ? undefined : pathBelow(place.path, imageRoot);
}

/** Emits a look at a path and gives the place that it led to. */
function use(
  scene: Scene,
  path: PathArgument | undefined,
  descriptor?: DescriptorArgument,
): Place | undefined {
  if (path === undefined) return undefined;
  const place = locateArgument(scene, path, descriptor);
  emitUse(scene, "stat", argumentPath(scene, path, place));
  return place && settlePlace(scene, place);
}

function keepMount({ table, process }: Scene, call: Call, place: Place | undefined): void {
  openFile(table.openFiles, process.files, call.result.value, {
    path: { known: false, given: "", reason: "outside" },
    place,
    closeOnExec: true,
  });
}
