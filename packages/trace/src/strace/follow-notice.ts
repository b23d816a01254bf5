import { type Cursor, char, peek, readDigits, skipSpaces, skipText } from "../lines/cursor.ts";
import { plainText } from "../lines/plain-text.ts";
import { type FollowedLog, unnamedPid } from "./followed-log.ts";
import { nameProcess } from "./name-process.ts";
import { addPending, takePending } from "./pending-calls.ts";
import { type Process, removeProcess } from "./process-table.ts";
import { tellUnexplained } from "./scene.ts";

/** `exited with 0 +++`, `killed by SIGTERM +++`, `superseded by execve in pid 12 +++`; `false` when it is none of them. */
export function followEnd(log: FollowedLog, cursor: Cursor): boolean {
  const { scene, pending } = log;
  const superseded = skipText(cursor, "superseded by execve in pid ");
  if (!superseded && !skipText(cursor, "exited with ") && !skipText(cursor, "killed by ")) {
    return false;
  }
  const process = nameProcess(log, log.header.pid);
  scene.process = process;
  log.lastProcess = undefined;
  if (superseded) {
    // The thread that executes takes over the pid of the first thread.
    const thread = scene.table.byPid.get(readDigits(cursor));
    const call = thread && takePending(pending, thread);
    if (call) addPending(pending, process, call);
    if (thread && thread !== process) removeProcess(scene.table, thread.info.pid);
    return true;
  }
  endProcess(log, process);
  return true;
}

function endProcess(log: FollowedLog, process: Process): void {
  const { scene, pending } = log;
  const { offset, time } = scene;
  log.lastProcess = undefined;
  scene.emit({ kind: "exit", offset, ...(time !== undefined && { time }), process: process.info });
  takePending(pending, process);
  tellUnexplained(scene, process);
  removeProcess(scene.table, process.info.pid);
  if (process.info.pid === unnamedPid) log.nameOfFirst = -1;
}

/**
 * What strace says of itself: `strace: Process 12 attached`, behind what a terminal shows of Ctrl-C. `false` when the line is
 * no such notice.
 */
export function followNotice(log: FollowedLog, cursor: Cursor): boolean {
  const interrupted = skipText(cursor, "^C");
  const ours = skipProgram(cursor) || interrupted;
  if (!skipText(cursor, "Process ")) return ours || skipText(cursor, "[ Process PID=");
  const pid = readDigits(cursor);
  skipSpaces(cursor);
  if (skipText(cursor, "attached") && pid > unnamedPid) nameProcess(log, pid, true);
  else if (skipText(cursor, "detached")) followDetached(log, pid, ours);
  else if (!skipText(cursor, "suspended") && !skipText(cursor, "resumed")) return ours;
  return true;
}

/** When it did not yet call itself by its name, strace said so also of each process that had ended. */
function followDetached(log: FollowedLog, pid: number, ours: boolean): void {
  const { pending, scene } = log;
  const process = scene.table.byPid.get(pid === log.nameOfFirst ? unnamedPid : pid);
  const call = process && pending.byProcess.get(process);
  if (process && call?.detached) takePending(pending, process);
  if (ours || call) loseDetached(log, scene.offset, `strace let go of process ${pid}`);
  else if (process) endProcess(log, process);
}

/** Emits that strace let go of a process before its end. */
export function loseDetached({ scene }: FollowedLog, offset: number, reason: string): void {
  scene.emit({ kind: "lost", code: "detached", offset, reason });
}

/** Skips `strace: ` or `/usr/bin/strace: `, strace as it was called. */
function skipProgram(cursor: Cursor): boolean {
  const { bytes, at: start, end } = cursor;
  if (peek(cursor) === char.slash) {
    let at = start;
    while (at < end && bytes[at] !== char.space) if (bytes[at++] === char.slash) cursor.at = at;
  }
  if (skipText(cursor, "strace: ")) return true;
  cursor.at = start;
  return false;
}

/** The words in the head of a summary, whose columns may be chosen (`-U`). */
const columns: ReadonlySet<string> = new Set([
  "syscall",
  "%",
  "time",
  "seconds",
  "usecs/call",
  "shortest",
  "longest",
  "calls",
  "errors",
]);

/**
 * Whether the line begins what strace may write behind its log: the summary of `-C` (`% time     seconds … syscall`) or
 * the tip of `--tips`, which is in a frame.
 */
export function beginsSummary({ bytes, at, end }: Cursor): boolean {
  if (end - at > longestHead) return false;
  const words = plainText(bytes, at, end)
    .split(" ")
    .filter((word) => word !== "");
  if (words.length > 1 && words.includes("syscall"))
    return words.every((word) => columns.has(word));
  return words[0]?.startsWith("____") ?? false;
}

const longestHead = 160;
