import type { EventPath, FileEvent } from "@coppice/types";
import type { Place } from "../places/place.ts";
import { hasFlag } from "./flag.ts";
import { noteFolder } from "./folders-in-use.ts";
import { locateInRoot } from "./locate-in-root.ts";
import { openFile } from "./open-files.ts";
import { type OpenFlags, readOpenFlags } from "./open-flags.ts";
import type { Call, DescriptorArgument, PathArgument } from "./read-call.ts";
import {
  annotatedPlace,
  argumentPath,
  descriptorPath,
  emitUse,
  locateArgument,
  type Scene,
  settlePlace,
} from "./scene.ts";

/** open(2), openat(2), openat2(2). */
export function opens(scene: Scene, call: Call): void {
  const flags = readOpenFlags(call.words[0] ?? "");
  remember(scene, call, flags.writes ? "write" : flags.handle ? "stat" : "open", flags);
}

/** creat(2). */
export function creates(scene: Scene, call: Call): void {
  remember(scene, call, "write", readOpenFlags(""));
}

/** Emits the opening of a file and keeps its descriptor. */
function remember(scene: Scene, call: Call, kind: FileEvent["kind"], flags: OpenFlags): void {
  const [path] = call.paths;
  if (path === undefined) return;
  const [descriptor] = call.descriptors;
  const shown = annotatedPlace(scene, call.result.annotation);
  const followLast = !flags.noFollow;
  const located =
    flags.inRoot && descriptor
      ? locateInRoot(scene, path, descriptor)
      : locateArgument(scene, path, descriptor, followLast);
  const used = argumentPath(scene, path, located, flags.unnamed ? undefined : shown, followLast);
  let place = shown ?? located;
  if (place && flags.folder) {
    place = settlePlace(scene, place, followLast);
    noteFolder(scene.table.foldersInUse, place);
  }
  openFile(scene.table.openFiles, scene.process.files, call.result.value, {
    path: flags.unnamed ? unnamed : used,
    place: flags.unnamed ? noPlace : place,
    closeOnExec: flags.closeOnExec,
  });
  emitUse(scene, kind, used);
}

/** memfd_create(2), open(2) with O_TMPFILE: a file that no path leads to. */
const unnamed: EventPath = { known: false, given: "", reason: "outside" };
const noPlace: Place = { inside: false, path: "/" };

/** memfd_create(2). */
export function createsInMemory(scene: Scene, call: Call): void {
  const [name, flags = ""] = call.words;
  openFile(scene.table.openFiles, scene.process.files, call.result.value, {
    path: { known: false, given: `memfd:${name?.slice(1, -1)}`, reason: "outside" },
    place: noPlace,
    closeOnExec: hasFlag(flags, "MFD_CLOEXEC"),
  });
}

/** open_by_handle_at(2): what a handle stands for, the log does not show. */
export function opensByHandle(scene: Scene, call: Call): void {
  const flags = readOpenFlags(call.words[0] ?? "");
  const shown = annotatedPlace(scene, call.result.annotation);
  const path: PathArgument = { text: "open_by_handle_at", truncated: false };
  const used = argumentPath(scene, path, undefined, shown);
  openFile(scene.table.openFiles, scene.process.files, call.result.value, {
    path: used,
    place: shown,
    closeOnExec: flags.closeOnExec,
  });
  emitUse(scene, flags.writes ? "write" : "open", used);
}

/** mmap(2) of a file: as code when it may be executed. */
export function maps(scene: Scene, call: Call): void {
  const [protection = ""] = call.words;
  useDescriptor(scene, call, kindsOfMapping.get(protection) ?? kindOfMapping(protection));
}

/** By the few combinations that programs use, since nearly every line of some logs is a mapping. */
const kindsOfMapping = new Map<string, "map" | "read">();
const mostKinds = 64;

function kindOfMapping(protection: string): "map" | "read" {
  const kind = hasFlag(protection, "PROT_EXEC") ? "map" : "read";
  if (kindsOfMapping.size < mostKinds) kindsOfMapping.set(protection, kind);
  return kind;
}

/** uselib(2), the mapping of libraries in kernels of old. */
export function mapsLibrary(scene: Scene, call: Call): void {
  usePath(scene, "map", call.paths[0], undefined);
}

/** read(2) and its kin, also where the kernel copies from one file to another. */
export function reads(scene: Scene, call: Call): void {
  useDescriptor(scene, call, "read");
}

/** ioctl_ficlone(2): the whole of another file is taken over. */
export function readsClone(scene: Scene, call: Call): void {
  const [request = ""] = call.words;
  if (request === "FICLONE" || request.startsWith("0x40049409")) useDescriptor(scene, call, "read");
}

function useDescriptor(scene: Scene, call: Call, kind: FileEvent["kind"]): void {
  const [descriptor] = call.descriptors;
  const path = descriptor && descriptorPath(scene, descriptor);
  if (path) emitUse(scene, kind, path);
}

/** stat(2), access(2) and their kin. */
export function looksAt(scene: Scene, call: Call): void {
  const [flags = ""] = call.words;
  const followLast = !hasFlag(flags, "AT_SYMLINK_NOFOLLOW");
  usePath(scene, "stat", call.paths[0], call.descriptors[0], followLast);
}

/** lstat(2), readlink(2) and their kin, which do not follow a link at the end unless they are told to. */
export function looksAtLink(scene: Scene, call: Call): void {
  const [flags = ""] = call.words;
  const followLast = hasFlag(flags, "AT_SYMLINK_FOLLOW");
  usePath(scene, "stat", call.paths[0], call.descriptors[0], followLast);
}

/** chmod(2), mkdir(2) and other calls that change what a path leads to or make it. */
export function writes(scene: Scene, call: Call): void {
  const [flags = ""] = call.words;
  const followLast = !hasFlag(flags, "AT_SYMLINK_NOFOLLOW");
  usePath(scene, "write", call.paths[0], call.descriptors[0], followLast);
}

/** lchown(2) and its kin. */
export function writesLink(scene: Scene, call: Call): void {
  usePath(scene, "write", call.paths[0], call.descriptors[0], false);
}

/** An empty path (`AT_EMPTY_PATH`) is a look at an open file, which the opening has told already. */
function usePath(
  scene: Scene,
  kind: FileEvent["kind"],
  path: PathArgument | undefined,
  descriptor: DescriptorArgument | undefined,
  followLast = true,
): void {
  if (!path || (path.text === "" && !path.truncated)) return;
  const place = locateArgument(scene, path, descriptor, followLast);
  emitUse(scene, kind, argumentPath(scene, path, place, undefined, followLast));
}
