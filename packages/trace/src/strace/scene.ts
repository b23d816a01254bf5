import type { EventPath, FileEvent, RuntimeEvent } from "@coppice/types";
import { openFile } from "./open-files.ts";
import { eventPath, locate, type Place, pathBelow, type ResolvesPaths, settle } from "./place.ts";
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
  /** Called at each exec, before the event. */
  readonly onExec?: ((process: Process, given: string) => void) | undefined;
  process: Process;
  offset: number;
  time: number | undefined;
}

/** Emits the use of a path; what a process does before it enters the image is outside, wherever the path leads. */
export function emitUse(scene: Scene, kind: FileEvent["kind"], used: EventPath): void {
  const { offset, time } = scene;
  const { info: process, folders } = scene.process;
  const path: EventPath =
    used.known && folders.root?.inside === false
      ? { known: false, given: used.path, reason: "outside" }
      : used;
  scene.emit(
    time === undefined ? { kind, offset, process, path } : { kind, offset, time, process, path },
  );
}

/** The place that a path argument names, from the folder of `descriptor` or the working directory. */
export function locateArgument(
  scene: Scene,
  path: PathArgument,
  descriptor?: DescriptorArgument,
): Place | undefined {
  const { root } = scene.process.folders;
  const folder = descriptor ? folderOf(scene, descriptor) : scene.process.folders.cwd;
  return path.truncated ? undefined : locate(root, folder, path.text);
}

/** What an event says of a path argument, `real` being where the log shows that it led. */
export function argumentPath(
  path: PathArgument,
  place: Place | undefined,
  real?: Place,
): EventPath {
  if (path.truncated) return { known: false, given: path.text, reason: "truncated" };
  // A relative path from an unknown folder is known all the same when the log shows where it led.
  if (place === undefined && real !== undefined) return eventPath(real, path.text, real.path);
  return eventPath(place, path.text, real?.inside ? real.path : undefined);
}

/** The folder that a descriptor stands for. What `-y` shows counts more than what was followed. */
export function folderOf(scene: Scene, descriptor: DescriptorArgument): Place | undefined {
  const shown = annotatedPlace(scene, descriptor.annotation);
  const { folders, files } = scene.process;
  if (descriptor.number === workingDirectory) {
    if (shown) folders.cwd = shown;
    return folders.cwd;
  }
  if (shown) return shown;
  const place = files.byNumber.get(descriptor.number)?.place;
  return place && settle(place, scene.files);
}

/** The place that an annotation of `-y` names; `undefined` when it names none that can be told from it. */
export function annotatedPlace(scene: Scene, annotation: string | undefined): Place | undefined {
  if (!annotation?.startsWith("/")) return undefined;
  const path = annotation.endsWith(" (deleted)") ? annotation.slice(0, -10) : annotation;
  const { root, pivoted } = scene.process.folders;
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
  const path = eventPath(shown, shown.path, shown.path);
  openFile(scene.table.openFiles, files, descriptor.number, {
    path,
    place: shown,
    closeOnExec: known?.closeOnExec ?? false,
  });
  return path;
}
