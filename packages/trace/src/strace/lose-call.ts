import type { EventPath } from "@coppice/types";
import type { FollowedLog } from "./followed-log.ts";
import type { PendingCall } from "./pending-calls.ts";
import type { Process } from "./process-table.ts";
import { readCall } from "./read-call.ts";
import { argumentPath, descriptorPath, emitUse, locateArgument } from "./scene.ts";

/** Calls that decide where later paths of the process lead. */
const turning: ReadonlySet<string> = new Set([
  ...["chdir", "fchdir", "chroot", "pivot_root", "setns", "unshare"],
  ...["dup", "dup2", "dup3", "fcntl", "fcntl64", "mount", "move_mount", "symlink", "rename"],
]);

/** What follows the arguments of a call whose answer is not known. */
const unknownAnswer = new TextEncoder().encode(") = ?");

/**
 * Takes into account that the log has the beginning of a call and not its answer, as of some calls where strace leaves out
 * the failed ones (`-z`): a file that it names may have been used or not, so that its path is given as one that is not known
 * for sure. Where more than that hangs on the answer, events are missing.
 */
export function loseAnswer(log: FollowedLog, process: Process, lost: PendingCall): void {
  const { call, scene } = log;
  const { syscall, text } = lost;
  if (syscall === undefined) return;
  const before = { process: scene.process, offset: scene.offset, time: scene.time };
  Object.assign(scene, { process, offset: lost.offset, time: lost.time });
  const bytes = new Uint8Array(text.length + unknownAnswer.length);
  bytes.set(text);
  bytes.set(unknownAnswer, text.length);
  const isRead = readCall({ bytes, at: 0, end: bytes.length }, syscall.signature, call);
  if (!isRead || syscall.fork || turning.has(syscall.name)) {
    tellDropped(log, `the log does not show how a call of ${syscall.name} ended`);
  } else {
    const [descriptor, other] = call.descriptors;
    for (const path of call.paths) {
      if (path) useMaybe(log, argumentPath(scene, path, locateArgument(scene, path, descriptor)));
    }
    const isOfFile = call.paths.every((path) => path === undefined);
    for (const used of isOfFile ? [descriptor, other] : []) {
      const path = used && descriptorPath(scene, used);
      if (path) useMaybe(log, path);
    }
  }
  Object.assign(scene, before);
}

/** Takes into account that the log has the answer of a call and not its beginning. */
export function loseBeginning(log: FollowedLog): void {
  tellDropped(log, "the log shows how a call ended and not how it began");
}

function tellDropped({ scene }: FollowedLog, reason: string): void {
  scene.emit({ kind: "lost", code: "dropped", offset: scene.offset, reason });
}

function useMaybe({ scene }: FollowedLog, path: EventPath): void {
  if (!path.known) emitUse(scene, "open", path);
  else emitUse(scene, "open", { known: false, given: path.path, reason: "truncated" });
}
