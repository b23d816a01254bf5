import type { FileEvent } from "@coppice/types";
import { type Place, pathBelow } from "../places/place.ts";
import { type Change, changeAt, changePath, moveChanges } from "./changed-files.ts";
import { hasFlag } from "./flag.ts";
import { isInUse, noteFolder } from "./folders-in-use.ts";
import { followPlace } from "./follow-place.ts";
import { chargeVisits, openFile } from "./open-files.ts";
import type { Call, DescriptorArgument, PathArgument } from "./read-call.ts";
import {
  argumentPath,
  descriptorPath,
  emitUse,
  locateArgument,
  type Scene,
  settlePlace,
  viewOf,
} from "./scene.ts";

/** symlink(2): paths through the new link lead where its text says. */
export function makesLink(scene: Scene, call: Call): void {
  const [target, path] = call.paths;
  const at = use(scene, "write", path, call.descriptors[0]);
  if (!at || target === undefined) return;
  change(scene, at, { kind: "link", target: target.truncated ? undefined : target.text });
}

/** link(2): what the image has under one name is under another one too. */
export function links(scene: Scene, call: Call): void {
  const [from, to] = call.paths;
  const [source, target] = call.descriptors;
  const followLast = hasFlag(call.words[0] ?? "", "AT_SYMLINK_FOLLOW");
  const old =
    from?.text === "" && source
      ? openedPlace(scene, source)
      : use(scene, "stat", from, source, followLast);
  const at = use(scene, "write", to, target);
  if (at) change(scene, at, old && changeOf(scene, old));
}

/** The place of an open file, whose use is told. */
function openedPlace(scene: Scene, descriptor: DescriptorArgument): Place | undefined {
  const path = descriptorPath(scene, descriptor);
  if (path) emitUse(scene, "stat", path);
  return scene.process.files.byNumber.get(descriptor.number)?.place;
}

/** mkdir(2). */
export function makesFolder(scene: Scene, call: Call): void {
  noteFolder(scene.table.foldersInUse, use(scene, "write", call.paths[0], call.descriptors[0]));
}

/** unlink(2), rmdir(2). */
export function removes(scene: Scene, call: Call): void {
  const at = use(scene, "remove", call.paths[0], call.descriptors[0]);
  if (at) change(scene, at, removed(scene, at));
}

/** rename(2). */
export function renames(scene: Scene, call: Call): void {
  const [from, to] = call.paths;
  const [source, target] = call.descriptors;
  const old = use(scene, "remove", from, source);
  const at = use(scene, "write", to, target);
  if (!old?.inside || !at?.inside || old.path === at.path) return;
  const exchanges = hasFlag(call.words[0] ?? "", "RENAME_EXCHANGE");
  const moved = changeOf(scene, old) ?? removed(scene, at);
  const left = (exchanges ? changeOf(scene, at) : undefined) ?? removed(scene, old);
  if (exchanges) moveBelow(scene, at.path, aside);
  moveBelow(scene, old.path, at.path);
  if (exchanges) moveBelow(scene, aside, old.path);
  change(scene, at, moved);
  change(scene, old, left);
}

/** Where nothing can be, since no name has a zero byte. */
const aside = "/\0";

/** Emits the use of a path that is not followed at its end, and gives its place with no link in it. */
function use(
  scene: Scene,
  kind: FileEvent["kind"],
  path: PathArgument | undefined,
  descriptor?: DescriptorArgument,
  followLast = false,
): Place | undefined {
  if (path === undefined) return undefined;
  const place = locateArgument(scene, path, descriptor, followLast);
  emitUse(scene, kind, argumentPath(scene, path, place, undefined, followLast));
  return place && settlePlace(scene, place, followLast);
}

function change({ table }: Scene, at: Place, to: Change | undefined): void {
  if (at.inside) changePath(table.openFiles, table.changed, at.path, to);
}

/** What says of another path that it has what is at this one; `undefined` for what the image does not have. */
function changeOf(scene: Scene, at: Place): Change | undefined {
  const view = viewOf(scene);
  const known = changeAt(view.changes, at.path);
  if (known) return known;
  const origin = followPlace(view, at, false)?.origin;
  const entry = origin?.inside ? scene.files?.stat(origin.path) : undefined;
  if (entry?.type === "symlink") return { kind: "link", target: entry.target };
  return entry && { kind: "moved", from: origin };
}

/** What says that nothing of the image is at a path; only a link of the image would lead elsewhere. */
function removed(scene: Scene, at: Place): Change | undefined {
  const entry = at.inside ? scene.files?.stat(at.path) : undefined;
  return entry?.type === "symlink" ? { kind: "moved", from: at } : undefined;
}

/** Moves all that processes have below a folder, when that is renamed. */
function moveBelow({ table }: Scene, from: string, to: string): void {
  const { openFiles, changed, foldersInUse } = table;
  moveChanges(openFiles, changed, from, to);
  if (!isInUse(foldersInUse, from)) return;
  chargeVisits(openFiles, table.byPid.size);
  const moved = (place: Place | undefined): Place | undefined => {
    const below = place?.inside ? pathBelow(place.path, from) : undefined;
    if (below === undefined) return undefined;
    const next: Place = { inside: true, path: below === "/" ? to : to + below };
    noteFolder(foldersInUse, next);
    return next;
  };
  for (const { folders, files } of table.byPid.values()) {
    folders.cwd = moved(folders.cwd) ?? folders.cwd;
    folders.root = moved(folders.root) ?? folders.root;
    chargeVisits(openFiles, files.byNumber.size);
    for (const [number, file] of files.byNumber) {
      const place = moved(file.place);
      if (place) openFile(openFiles, files, number, { ...file, place });
    }
  }
  noteFolder(foldersInUse, { inside: true, path: to });
}
