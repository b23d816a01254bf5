import type { EventPath } from "@coppice/types";
import type { Place } from "../places/place.ts";
import { seenFromOutside } from "../places/seen-from-outside.ts";
import {
  copyChangedFiles,
  copyChanges,
  createChangedFiles,
  releaseChangedFiles,
} from "./changed-files.ts";
import { hasFlag } from "./flag.ts";
import { noteFolder } from "./folders-in-use.ts";
import { mountAt } from "./mount-calls.ts";
import { chargeVisits, ownOpenFiles } from "./open-files.ts";
import { executeProgram, type Folders, forkProcess } from "./process-table.ts";
import type { Call, PathArgument } from "./read-call.ts";
import {
  argumentPath,
  descriptorPath,
  emitUse,
  folderOf,
  locateArgument,
  type Scene,
  settlePlace,
  tellUnexplained,
} from "./scene.ts";

/** execve(2), execveat(2); with an empty path it is an open file that is executed (`AT_EMPTY_PATH`). */
export function executes(scene: Scene, call: Call): void {
  const [path] = call.paths;
  const [descriptor] = call.descriptors;
  if (path === undefined) return;
  scene.onExec?.(scene, path.text);
  const { process } = scene;
  if (path.text === "" && descriptor) {
    const opened = descriptorPath(scene, descriptor);
    const used: EventPath = opened ?? { known: false, given: "", reason: "no-directory" };
    execute(scene, used, process.files.byNumber.get(descriptor.number)?.place);
    return;
  }
  const place = locateArgument(scene, path, descriptor);
  execute(scene, argumentPath(scene, path, place), place);
}

function execute(scene: Scene, used: EventPath, executable: Place | undefined): void {
  const program = used.known ? used.path : used.given;
  tellUnexplained(scene, scene.process);
  executeProgram(scene.table, scene.process, program, executable);
  if (scene.process.folders.root?.inside) scene.table.runsInside = true;
  emitUse(scene, "exec", used);
}

/** fork(2), vfork(2), clone(2), clone3(2), seen by the parent. */
export function forks(scene: Scene, call: Call): void {
  const [flags = ""] = call.words;
  const { value, translated } = call.result;
  // A log of old has the child's answer too, which is 0.
  if (value === 0) return;
  const child = forkProcess(scene.table, scene.process, value, {
    folders: hasFlag(flags, "CLONE_FS"),
    files: hasFlag(flags, "CLONE_FILES"),
    newNamespace: hasFlag(flags, "CLONE_NEWPID"),
    newMounts: hasFlag(flags, "CLONE_NEWNS"),
    translated: translated ?? false,
  });
  if (child) emitStart(scene, child.info);
}

/** Emits that a process came up. */
export function emitStart(scene: Scene, process: Scene["process"]["info"]): void {
  const { offset, time } = scene;
  scene.emit({ kind: "start", offset, ...(time !== undefined && { time }), process });
}

/** unshare(2): a thread gets tables of its own. */
export function unshares(scene: Scene, call: Call): void {
  const [flags = ""] = call.words;
  const { table, process } = scene;
  const newMounts = hasFlag(flags, "CLONE_NEWNS");
  // A new mount namespace implies a root and working directory of its own, as does a new user namespace.
  if (newMounts || hasFlag(flags, "CLONE_FS") || hasFlag(flags, "CLONE_NEWUSER")) {
    process.folders = { ...process.folders };
  }
  if (newMounts) {
    const mounts = copyChangedFiles(table.openFiles, process.mounts);
    releaseChangedFiles(table.openFiles, process.mounts);
    process.mounts = mounts;
  }
  if (hasFlag(flags, "CLONE_NEWPID")) process.renumbersChildren = true;
  if (hasFlag(flags, "CLONE_FILES")) process.files = ownOpenFiles(table.openFiles, process.files);
}

/** chdir(2), fchdir(2). */
export function changesFolder(scene: Scene, call: Call): void {
  const [descriptor] = call.descriptors;
  const [path] = call.paths;
  const place = descriptor ? folderOf(scene, descriptor) : calledPlace(scene, call);
  const used = path && argumentPath(scene, path, place);
  startFrom(scene, place && settlePlace(scene, place));
  if (used) emitUse(scene, "stat", used);
}

function startFrom({ process, table }: Scene, folder: Place | undefined): void {
  process.folders.cwd = folder;
  noteFolder(table.foldersInUse, folder);
}

/** getcwd(2). */
export function showsFolder(scene: Scene, call: Call): void {
  const shown = calledPlace(scene, call);
  // The kernel writes "(unreachable)" before a folder that is not below the root.
  if (shown && call.paths[0]?.text.startsWith("/")) startFrom(scene, shown);
}

/** chroot(2): enters the image, or moves to another root where the process is. */
export function changesRoot(scene: Scene, call: Call): void {
  const { folders } = scene.process;
  let place = enteredPlace(scene, call.paths[0]);
  if (scene.beganOutside && !folders.root?.inside) {
    const { imageRoot } = scene;
    const inImage = place && imageRoot !== undefined && seenFromOutside(place, imageRoot);
    if (!inImage || (inImage.inside && inImage.path === "/")) {
      enterImage(scene, place);
      return;
    }
    place = inImage;
  }
  folders.root = place;
  scene.table.newcomer = { ...scene.table.newcomer, root: undefined };
}

/** setns(2): the root of another mount namespace is taken for the image's, as it is where a command is run in a container. */
export function joinsNamespace(scene: Scene, call: Call): void {
  const [flags = ""] = call.words;
  if (hasFlag(flags, "CLONE_NEWPID")) scene.process.renumbersChildren = true;
  if (!hasFlag(flags, "CLONE_NEWNS")) return;
  const { process, table } = scene;
  process.folders.pivoted = true;
  releaseChangedFiles(table.openFiles, process.mounts);
  process.mounts = createChangedFiles();
  enterImage(scene, undefined);
}

/** pivot_root(2): enters the image, or moves to another root in it, as programs do that put others into a sandbox. */
export function pivotsRoot(scene: Scene, call: Call): void {
  const { process, table } = scene;
  const before = process.folders.root;
  const root = enteredPlace(scene, call.paths[0]);
  const below = enteredPlace(scene, call.paths[1])?.path;
  process.folders.pivoted = true;
  if (!before?.inside) {
    enterImage(scene, root);
    return;
  }
  if (below !== undefined && below !== root?.path) {
    copyChanges(table.openFiles, process.mounts, before.path, below);
    mountAt(scene, below, before);
  }
  chargeVisits(table.openFiles, table.byPid.size);
  // All that had the old root get the new one.
  for (const { folders, mounts } of table.byPid.values()) {
    if (mounts !== process.mounts) continue;
    if (isSame(folders.cwd, before)) folders.cwd = root;
    if (isSame(folders.root, before)) folders.root = root;
  }
  process.folders.root = root;
}

/** The place that a path leads to, whose use counts where the process is in the image already. */
function enteredPlace(scene: Scene, path: PathArgument | undefined): Place | undefined {
  const place = path && locateArgument(scene, path);
  if (path && scene.process.folders.root?.inside) {
    emitUse(scene, "stat", argumentPath(scene, path, place));
  }
  return place && settlePlace(scene, place);
}

function isSame(a: Place | undefined, b: Place): boolean {
  return a?.inside === b.inside && a.path === b.path;
}

function enterImage(scene: Scene, place: Place | undefined): void {
  const { folders } = scene.process;
  scene.table.enteredAt ??= scene.offset;
  folders.root = { inside: true, path: "/" };
  // A folder below the new root is inside too: `chdir("/rootfs"); chroot(".")`.
  folders.cwd = place && folders.cwd?.path === place.path ? folders.root : undefined;
  const newcomer: Folders = { root: folders.root, cwd: undefined, pivoted: folders.pivoted };
  scene.table.newcomer = newcomer;
}

function calledPlace(scene: Scene, call: Call): Place | undefined {
  const [path] = call.paths;
  return path && locateArgument(scene, path);
}
