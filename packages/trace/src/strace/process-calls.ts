import { copyOpenFiles, releaseOpenFiles } from "./open-files.ts";
import { type Place, settle } from "./place.ts";
import { executeProgram, type Folders, forkProcess } from "./process-table.ts";
import type { Call } from "./read-call.ts";
import {
  argumentPath,
  descriptorPath,
  emitUse,
  folderOf,
  locateArgument,
  type Scene,
} from "./scene.ts";

/** execve(2), execveat(2). */
export function executes(scene: Scene, call: Call): void {
  const [path] = call.paths;
  const [descriptor] = call.descriptors;
  if (path === undefined) return;
  scene.onExec?.(scene.process, path.text);
  const opened = path.text === "" && descriptor ? descriptorPath(scene, descriptor) : undefined;
  const used = opened ?? argumentPath(path, locateArgument(scene, path, descriptor));
  executeProgram(scene.table, scene.process, used.known ? used.path : used.given);
  emitUse(scene, "exec", used);
}

/** fork(2), vfork(2), clone(2), clone3(2), seen by the parent. */
export function forks(scene: Scene, call: Call): void {
  const [flags = ""] = call.words;
  const { value, translated } = call.result;
  // A log of old has the child's answer too, which is 0.
  if (value === 0) return;
  const child = forkProcess(scene.table, scene.process, value, {
    folders: flags.includes("CLONE_FS"),
    files: flags.includes("CLONE_FILES"),
    newNamespace: flags.includes("CLONE_NEWPID"),
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
  // A new mount namespace implies a root and working directory of its own.
  if (/CLONE_(?:FS|NEWNS|NEWUSER)/.test(flags)) process.folders = { ...process.folders };
  if (flags.includes("CLONE_NEWPID")) process.renumbersChildren = true;
  if (flags.includes("CLONE_FILES")) {
    const files = copyOpenFiles(table.openFiles, process.files);
    releaseOpenFiles(table.openFiles, process.files);
    process.files = files;
  }
}

/** chdir(2), fchdir(2). */
export function changesFolder(scene: Scene, call: Call): void {
  const [descriptor] = call.descriptors;
  const place = descriptor ? folderOf(scene, descriptor) : calledPlace(scene, call);
  const { folders } = scene.process;
  folders.cwd = place && settle(place, scene.files);
  const [path] = call.paths;
  if (path) emitUse(scene, "stat", argumentPath(path, place));
}

/** getcwd(2). */
export function showsFolder(scene: Scene, call: Call): void {
  const { folders } = scene.process;
  const shown = calledPlace(scene, call);
  // The kernel writes "(unreachable)" before a folder that is not below the root.
  if (shown && call.paths[0]?.text.startsWith("/")) folders.cwd = shown;
}

/** chroot(2): enters the image, or moves to another root where the process is. */
export function changesRoot(scene: Scene, call: Call): void {
  const { folders } = scene.process;
  const called = calledPlace(scene, call);
  const place = called && settle(called, scene.files);
  if (scene.beganOutside && !folders.root?.inside) {
    const { imageRoot } = scene;
    if (!place || imageRoot === undefined || place.path === imageRoot || place.inside) {
      enterImage(scene, place);
      return;
    }
  }
  folders.root = place;
  scene.table.newcomer = { ...scene.table.newcomer, root: undefined };
}

/** setns(2): the root of another mount namespace is taken for the image's, as it is where a command is run in a container. */
export function joinsNamespace(scene: Scene, call: Call): void {
  const [flags = ""] = call.words;
  if (flags.includes("CLONE_NEWPID")) scene.process.renumbersChildren = true;
  if (!flags.includes("CLONE_NEWNS")) return;
  scene.process.folders.pivoted = true;
  enterImage(scene, undefined);
}

/** pivot_root(2): enters the image, if the process is not there. */
export function pivotsRoot(scene: Scene, call: Call): void {
  const { folders } = scene.process;
  folders.pivoted = true;
  enterImage(scene, calledPlace(scene, call));
}

function enterImage(scene: Scene, place: Place | undefined): void {
  const { folders } = scene.process;
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
