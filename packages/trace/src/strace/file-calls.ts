import type { EventPath, FileEvent } from "@coppice/types";
import { openFile } from "./open-files.ts";
import type { Place } from "./place.ts";
import type { Call, DescriptorArgument, PathArgument } from "./read-call.ts";
import {
  annotatedPlace,
  argumentPath,
  descriptorPath,
  emitUse,
  locateArgument,
  type Scene,
} from "./scene.ts";

/** open(2), openat(2), openat2(2). */
export function opens(scene: Scene, call: Call): void {
  const [flags = ""] = call.words;
  remember(scene, call, /O_(?:WRONLY|RDWR|CREAT|TRUNC)/.test(flags) ? "write" : "open", flags);
}

/** creat(2). */
export function creates(scene: Scene, call: Call): void {
  remember(scene, call, "write", "");
}

/** Emits the opening of a file and keeps its descriptor. */
function remember(scene: Scene, call: Call, kind: FileEvent["kind"], flags: string): void {
  const [path] = call.paths;
  if (path === undefined) return;
  const located = locateArgument(scene, path, call.descriptors[0]);
  const shown = annotatedPlace(scene, call.result.annotation);
  const real = shown ?? (flags.includes("O_NOFOLLOW") ? linkAt(scene, located) : undefined);
  const eventPath = argumentPath(path, located, real);
  openFile(scene.table.openFiles, scene.process.files, call.result.value, {
    path: eventPath,
    place: shown ?? located,
    closeOnExec: flags.includes("O_CLOEXEC"),
  });
  emitUse(scene, kind, eventPath);
}

/** mmap(2) of a file: as code when it may be executed. */
export function maps(scene: Scene, call: Call): void {
  const [protection = ""] = call.words;
  useDescriptor(scene, call, protection.includes("PROT_EXEC") ? "map" : "read");
}

/** read(2) and its kin, also where the kernel copies from one file to another. */
export function reads(scene: Scene, call: Call): void {
  useDescriptor(scene, call, "read");
}

function useDescriptor(scene: Scene, call: Call, kind: FileEvent["kind"]): void {
  const [descriptor] = call.descriptors;
  const path = descriptor && descriptorPath(scene, descriptor);
  if (path) emitUse(scene, kind, path);
}

/** stat(2), access(2) and their kin. */
export function looksAt(scene: Scene, call: Call): void {
  const [flags = ""] = call.words;
  if (flags.includes("AT_SYMLINK_NOFOLLOW")) looksAtLink(scene, call);
  else usePath(scene, "stat", call.paths[0], call.descriptors[0]);
}

/** lstat(2), readlink(2) and their kin, which do not follow a link at the end. */
export function looksAtLink(scene: Scene, call: Call): void {
  useLink(scene, "stat", call.paths[0], call.descriptors[0]);
}

/** Calls that change what a path leads to or make it. */
export function writes(scene: Scene, call: Call): void {
  usePath(scene, "write", call.paths[0], call.descriptors[0]);
}

/** link(2). */
export function links(scene: Scene, call: Call): void {
  useLink(scene, "stat", call.paths[0], call.descriptors[0]);
  useLink(scene, "write", call.paths[1], call.descriptors[1]);
}

/** unlink(2), rmdir(2). */
export function removes(scene: Scene, call: Call): void {
  useLink(scene, "remove", call.paths[0], call.descriptors[0]);
}

/** rename(2). */
export function renames(scene: Scene, call: Call): void {
  useLink(scene, "remove", call.paths[0], call.descriptors[0]);
  useLink(scene, "write", call.paths[1], call.descriptors[1]);
}

/** An empty path (`AT_EMPTY_PATH`) is a look at an open file, which the opening has told already. */
function usePath(
  scene: Scene,
  kind: FileEvent["kind"],
  path: PathArgument | undefined,
  descriptor: DescriptorArgument | undefined,
): void {
  if (!path || (path.text === "" && !path.truncated)) return;
  emitUse(scene, kind, argumentPath(path, locateArgument(scene, path, descriptor)));
}

/** Like `usePath`, for a call that does not follow a link at the end: then the link is where the path led. */
function useLink(
  scene: Scene,
  kind: FileEvent["kind"],
  path: PathArgument | undefined,
  descriptor: DescriptorArgument | undefined,
): void {
  if (!path || (path.text === "" && !path.truncated)) return;
  const place = locateArgument(scene, path, descriptor);
  const event: EventPath = argumentPath(path, place, linkAt(scene, place));
  emitUse(scene, kind, event);
}

/** The link that the subject has at a place, by the path with no link in it. */
function linkAt(scene: Scene, place: Place | undefined): Place | undefined {
  if (!place?.inside) return undefined;
  const entry = scene.files?.stat(place.path);
  return entry?.type === "symlink" ? { inside: true, path: entry.path } : undefined;
}
