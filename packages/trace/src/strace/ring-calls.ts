import { hasFlag } from "./flag.ts";
import type { Call } from "./read-call.ts";
import type { Scene } from "./scene.ts";

/** io_uring_setup(2): with `IORING_SETUP_SQPOLL` the kernel takes what to do from memory, without any call. */
export function makesRing(scene: Scene, call: Call): void {
  if (hasFlag(call.words[0] ?? "", "IORING_SETUP_SQPOLL")) losesSight(scene);
}

/** io_uring_enter(2) that hands in something to do. */
export function entersRing(scene: Scene, call: Call): void {
  if (call.words[0] !== "0") losesSight(scene);
}

/** Says once that the process does what the log does not show. */
function losesSight(scene: Scene): void {
  const { process, offset, emit } = scene;
  if (process.usesRing || (process.folders.root?.inside === false && !process.usesImage)) return;
  process.usesRing = true;
  const reason = `process ${process.info.pid} uses io_uring, through which files are opened and read unseen`;
  emit({ kind: "lost", code: "io-uring", offset, reason });
}
