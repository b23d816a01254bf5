import type { FollowedLog } from "./followed-log.ts";
import type { Syscall } from "./syscalls.ts";

/** Takes into account which call is the first of a log, and says so when it is none that begins a program. */
export function noteFirstCall(log: FollowedLog, syscall: Syscall | undefined): void {
  log.called = true;
  const { scene } = log;
  const { process, table } = scene;
  table.showsExecs = syscall?.name === "execve" || syscall?.name === "execveat";
  if (table.showsExecs) return;
  if (scene.beganOutside) {
    // What it does outside is of no interest, unless it turns out to use the image from there.
    if (scene.countsOutside) process.unexplained = -1;
    else table.showsExecs = true;
    return;
  }
  const reason = "the log does not show how the first process began";
  scene.emit({ kind: "lost", code: "late-start", offset: scene.offset, reason });
}
