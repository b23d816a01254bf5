import type { EventPath, FileEvent, RuntimeEvent } from "@coppice/types";
import { char } from "../lines/cursor.ts";
import { nameOfFile } from "../places/kernel-name.ts";
import {
  eventPath,
  hasDots,
  locate,
  type Place,
  pathBelow,
  type ResolvesPaths,
  settle,
} from "../places/place.ts";
import { seenFromOutside } from "../places/seen-from-outside.ts";
import { originOf } from "./changed-files.ts";
import { noteFolder } from "./folders-in-use.ts";
import { type Followed, followPlace, type View } from "./follow-place.ts";
import { throughMagicLink } from "./magic-places.ts";
import { openFile } from "./open-files.ts";
import type { Process, ProcessTable } from "./process-table.ts";
import { type DescriptorArgument, type PathArgument, workingDirectory } from "./read-call.ts";

/** Where and when a call happens, and where its events go. */
export interface Scene {
  readonly table: ProcessTable;
  /** The subject's files. */
  readonly files: ResolvesPaths | undefined;
  /** Where the image's root lies for the recording system; absent when that is not known or the log is all inside. */
  readonly imageRoot: string | undefined;
  readonly emit: (event: RuntimeEvent) => void;
  /** The log begins outside the image. */
  readonly beganOutside: boolean;
  /** The caller named the image's root, so that what is below it counts whoever uses it. */
  readonly countsOutside: boolean;
  /** Called at each exec, before the event. */
  readonly onExec?: ((scene: Scene, given: string) => void) | undefined;
  process: Process;
  offset: number;
  time: number | undefined;
}

/**
 * Emits the use of a path. What a process does before it enters the image is outside, wherever the path leads, unless the
 * caller named the image's root.
 */
export function emitUse(scene: Scene, kind: FileEvent["kind"], used: EventPath): void {
  const { offset, time } = scene;
  const { info: process, folders } = scene.process;
  let path = used;
  if (folders.root?.inside !== false) noteUse(scene);
  else if (used.known) {
    if (scene.countsOutside) {
      scene.process.usesImage = true;
      noteUse(scene);
    } else path = { known: false, given: used.path, reason: "outside" };
  }
  scene.emit(
    time === undefined ? { kind, offset, process, path } : { kind, offset, time, process, path },
  );
}

function noteUse({ process, offset }: Scene): void {
  if (process.unexplained === -1) process.unexplained = offset;
}

/** Whether what the process does is done in the image, or by a program that uses it. */
export function isOfImage({ process }: Scene): boolean {
  return process.folders.root?.inside === true || process.usesImage;
}

/**
 * Says that the log did not show which program a process ran when it first used paths. Asked when no fork can explain it
 * any more, since that may return after the child's first calls. A log that has every exec and no fork lacks none: who
 * comes up in it is a child that runs what its parent did.
 */
export function tellUnexplained({ emit, table }: Scene, process: Process): void {
  const offset = process.unexplained ?? -1;
  process.unexplained = undefined;
  if (offset < 0 || (table.showsExecs && !table.showsForks)) return;
  const reason = `the log does not show which program process ${process.info.pid} ran at first`;
  emit({ kind: "lost", code: table.showsExecs ? "unseen-exec" : "late-start", offset, reason });
}

/** Says that processes came into the image and ran no program there, as in a log without exec. */
export function tellUnseenExecs({ emit, table: { enteredAt, runsInside } }: Scene): void {
  if (enteredAt === undefined || runsInside) return;
  const reason = "the log does not show what the processes that came into the image ran there";
  emit({ kind: "lost", code: "unseen-exec", offset: enteredAt, reason });
}

/** The place that a path argument names, from the folder of `descriptor` or the working directory. */
export function locateArgument(
  scene: Scene,
  path: PathArgument,
  descriptor?: DescriptorArgument,
  followLast = true,
): Place | undefined {
  if (path.truncated) return undefined;
  const { process, table } = scene;
  const folder = descriptor ? folderOf(scene, descriptor) : process.folders.cwd;
  const { root } = process.folders;
  const named = locate(root, folder, path.text);
  const place =
    named && mayBeMagic(named, process)
      ? throughMagicLink(table, process, named, followLast)
      : named;
  const { imageRoot } = scene;
  const crosses = scene.countsOutside && imageRoot !== undefined && root?.inside === false;
  return place && crosses ? seenFromOutside(place, imageRoot) : place;
}

/** Whether a path may be one of `/proc` or `/dev`, of the process's root. */
function mayBeMagic({ path }: Place, { folders: { root } }: Process): boolean {
  const letter = path.charCodeAt(1);
  if (letter === char.slash || letter === char.dot) return true;
  return letter === letterP || letter === letterD || (root !== undefined && root.path !== "/");
}
const [letterP, letterD] = [0x70, 0x64];

/** What an event says of a path argument, `shown` being where the log shows that it led. */
export function argumentPath(
  scene: Scene,
  path: PathArgument,
  place: Place | undefined,
  shown?: Place,
  followLast = true,
): EventPath {
  if (path.truncated) return { known: false, given: path.text, reason: "truncated" };
  const { text } = path;
  const led = shown ?? place;
  if (led && mayLeadElsewhere(scene, led)) {
    const followed = followPlace(viewOf(scene), led, followLast && !shown);
    if (followed === undefined) return eventPath(undefined, text);
    if (leadsElsewhere(scene, led, followed)) {
      return changedPath(scene, text, place ?? led, followed.origin);
    }
  }
  // A path from an unknown folder, or through a link outside, is known all the same when the log shows where it led.
  if (shown && (place === undefined || (shown.inside && !place.inside))) {
    return eventPath(shown, text, shown.path);
  }
  const real = shown ?? (followLast ? undefined : linkAt(scene, place));
  return eventPath(place, text, real?.inside ? real.path : undefined);
}

/** Whether a path may lead elsewhere than the subject's files say by themselves. */
function mayLeadElsewhere(scene: Scene, place: Place): boolean {
  return !isAsInImage(scene) || (scene.files !== undefined && hasDots(place.path));
}

/** Dots behind a folder that was made at run time lead to where the subject's files do not show it. */
function leadsElsewhere({ files }: Scene, place: Place, { changed }: Followed): boolean {
  return (
    changed || (place.inside && hasDots(place.path) && files?.resolve(place.path).found === false)
  );
}

/** What an event says of a path that leads elsewhere than in the image. */
function changedPath(
  { files }: Scene,
  given: string,
  place: Place,
  origin: Place | undefined,
): EventPath {
  if (!origin?.inside || files === undefined) return eventPath(origin, given);
  // Where the path leads there in the image too, its links are used.
  const { found, path } = files.resolve(place.path);
  const same = path === origin.path;
  if (place.path === origin.path && (same || !found)) return eventPath(place, given);
  return eventPath(same ? place : origin, given, origin.path);
}

/** The link that the subject has at a place, by the path with no link in it. */
function linkAt(scene: Scene, place: Place | undefined): Place | undefined {
  if (!place?.inside) return undefined;
  const entry = scene.files?.stat(place.path);
  return entry?.type === "symlink" ? { inside: true, path: entry.path } : undefined;
}

/** Whether paths lead for the process where they lead in the image. */
function isAsInImage({ table, process }: Scene): boolean {
  const { root } = process.folders;
  return (
    table.changed.count === 0 && process.mounts.count === 0 && (!root?.inside || root.path === "/")
  );
}

/** How the process sees the files. */
export function viewOf({ files, table, process }: Scene): View {
  const { root } = process.folders;
  return {
    files,
    changes: { files: table.changed, mounts: process.mounts },
    root: root?.inside ? root.path : "/",
    total: table.openFiles,
  };
}

/** The place itself instead of links that lead to it, as far as the log and the subject's files show it. */
export function settlePlace(scene: Scene, place: Place, followLast = true): Place | undefined {
  if (followLast && (!place.inside || !mayLeadElsewhere(scene, place))) {
    return settle(place, scene.files);
  }
  return followPlace(viewOf(scene), place, followLast)?.place;
}

/** The folder that a descriptor stands for. What `-y` shows counts more than what was followed. */
export function folderOf(scene: Scene, descriptor: DescriptorArgument): Place | undefined {
  const shown = annotatedPlace(scene, descriptor.annotation);
  const { folders, files } = scene.process;
  if (descriptor.number === workingDirectory) {
    if (shown) {
      folders.cwd = shown;
      noteFolder(scene.table.foldersInUse, shown);
    }
    return folders.cwd;
  }
  if (shown) return shown;
  const place = files.byNumber.get(descriptor.number)?.place;
  return place && settlePlace(scene, place);
}

/** The place that an annotation of `-y` names; `undefined` when it names none that can be told from it. */
export function annotatedPlace(scene: Scene, annotation: string | undefined): Place | undefined {
  if (!annotation?.startsWith("/")) return undefined;
  const path = nameOfFile(annotation);
  if (path === undefined) return undefined;
  const { root, pivoted } = scene.process.folders;
  // A root that was pivoted to within the image is a mount, whose paths strace sees from where it is itself.
  if (pivoted && root?.path !== "/") return undefined;
  if (scene.imageRoot !== undefined) {
    const below = pathBelow(path, scene.imageRoot);
    if (below !== undefined) return { inside: true, path: below };
    return { inside: pivoted, path };
  }
  // The image was entered by a folder whose name the log does not show, so that no prefix can be taken off.
  if (scene.beganOutside && !pivoted) return undefined;
  return root && { inside: root.inside, path };
}

/** What events say of an open descriptor; `undefined` when it is no file or nothing is known of it. */
export function descriptorPath(
  scene: Scene,
  descriptor: DescriptorArgument,
): EventPath | undefined {
  const { files } = scene.process;
  const known = files.byNumber.get(descriptor.number);
  const shown = annotatedPlace(scene, descriptor.annotation);
  if (shown === undefined) return known?.path;
  if (known?.path !== undefined) {
    const { path } = known;
    if (!path.known ? !shown.inside : path.real === shown.path) return path;
  }
  const origin = originOf(viewOf(scene).changes, shown);
  const path = eventPath(origin, shown.path, origin?.path);
  openFile(scene.table.openFiles, files, descriptor.number, {
    path,
    place: shown,
    closeOnExec: known?.closeOnExec ?? false,
  });
  return path;
}
