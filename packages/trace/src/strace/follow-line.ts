import { type Cursor, char, peek, readDigits, skipSpaces, skipText } from "./cursor.ts";
import { type FollowedLog, unnamedPid } from "./followed-log.ts";
import { holdLine, releaseLines } from "./held-lines.ts";
import { hasResult, noticeAt, unfinishedAt } from "./line-end.ts";
import { addPending, takePending } from "./pending-calls.ts";
import { emitStart } from "./process-calls.ts";
import { adoptProcess, type Process, removeProcess } from "./process-table.ts";
import { readCall } from "./read-call.ts";
import { readHeader } from "./read-header.ts";
import { extendHash, findSyscall, type Syscall } from "./syscalls.ts";

/** How many open files forks may copy: far more than they do in earnest, yet in proportion to the log. */
const freeVisits = 1e7;
const visitsPerByte = 16;

/** Takes the next line into account; `offset` is its place in the log. */
export function followLine(log: FollowedLog, cursor: Cursor, offset: number): void {
  const { scene, header } = log;
  readHeader(cursor, header);
  if (header.elapsed !== undefined) log.elapsed += header.elapsed;
  scene.table.openFiles.visitable = freeVisits + visitsPerByte * offset;
  const time = header.clock ?? (header.elapsed === undefined ? undefined : log.elapsed);
  if (isAwaited(log, header.pid)) {
    const bytes = cursor.bytes.slice(cursor.at, cursor.end);
    holdLine(log.held, { pid: header.pid, bytes, offset, time });
  } else followRest(log, cursor, offset, time);
  if (log.held.ready.length > 0) followReady(log);
}

/** Takes the end of the log into account. */
export function endLog(log: FollowedLog): void {
  releaseLines(log.held);
  followReady(log);
  endLine(log);
}

/** Whether the log has yet to show who made a process, which decides whether it is in the image. */
function isAwaited(log: FollowedLog, pid: number): boolean {
  const { scene, held, showsForks, nameOfFirst } = log;
  if (!showsForks || !scene.beganOutside || pid < 0 || pid === nameOfFirst) return false;
  if (held.byPid.has(pid)) return true;
  const { byPid, forking, unseen } = scene.table;
  return !byPid.has(pid) && forking.size === 0 && unseen.size === 0 && !lacksName(log);
}

function followReady(log: FollowedLog): void {
  const { ready } = log.held;
  // A line that is followed may make more ready.
  for (const { pid, bytes, offset, time } of ready) {
    log.header.pid = pid;
    followRest(log, { bytes, at: 0, end: bytes.length }, offset, time);
  }
  ready.length = 0;
}

/** Follows what a line says after its head. */
function followRest(
  log: FollowedLog,
  cursor: Cursor,
  offset: number,
  time: number | undefined,
): void {
  const { scene } = log;
  scene.offset = offset;
  scene.time = time;
  const readable = isName(peek(cursor)) ? followCall(log, cursor) : followOther(log, cursor);
  if (readable) log.recognised++;
  else if (readable === false) log.onUnreadable(offset);
}

/** Ends the line before: if a call broke off there, it will not be mended. */
function endLine(log: FollowedLog): void {
  if (log.open?.marked === false) log.onUnreadable(log.open.offset);
  log.open = undefined;
}

/** Whether a line was read; `undefined` when it says nothing or more must come first. */
type Readable = boolean | undefined;

function followCall(log: FollowedLog, cursor: Cursor): Readable {
  const { bytes, end, at: start } = cursor;
  let hash = 0;
  for (let byte = peek(cursor); isName(byte); byte = peek(cursor)) {
    hash = extendHash(hash, byte);
    cursor.at++;
  }
  if (peek(cursor) !== char.open) {
    cursor.at = start;
    return followOther(log, cursor);
  }
  cursor.at++;
  endLine(log);
  const { scene } = log;
  scene.process = processOf(log, log.header.pid);
  scene.table.forking.delete(scene.process);
  const syscall = findSyscall(hash, bytes, start);
  const unfinished = unfinishedAt(cursor);
  if (unfinished >= 0) {
    keep(log, syscall, bytes.slice(cursor.at, unfinished));
    log.open = { process: scene.process, offset: scene.offset, marked: true };
    return true;
  }
  const first = cursor.at;
  if (syscall ? act(log, syscall, cursor) : hasResult(cursor)) return true;
  const notice = noticeAt(cursor);
  keep(log, syscall, bytes.slice(first, notice));
  log.open = { process: scene.process, offset: scene.offset, marked: false };
  if (notice < end) followNotice(log, { bytes, at: notice, end });
  return undefined;
}

/** Reads the rest of a call from the cursor and takes it into account; `false` when the line does not have all of it. */
function act(log: FollowedLog, syscall: Syscall, cursor: Cursor): boolean {
  const call = readCall(cursor, syscall.signature);
  if (call === undefined) return false;
  const { value, error } = call.result;
  // A connection that is still being made has been asked for all the same.
  if (value >= 0 || error === "EINPROGRESS") syscall.act(log.scene, call);
  if (syscall.fork && value > 0) {
    log.showsForks = true;
    releaseLines(log.held, value);
  }
  return true;
}

function keep(log: FollowedLog, syscall: Syscall | undefined, text: Uint8Array): void {
  const { offset, time, process, table } = log.scene;
  if (syscall?.fork) table.forking.add(process);
  addPending(log.pending, process, { syscall, text: syscall ? text : nothing, offset, time });
}

const nothing = new Uint8Array();

/** Takes the rest of a call that `process` began. */
function resume(log: FollowedLog, process: Process, cursor: Cursor): boolean {
  const { scene } = log;
  const call = takePending(log.pending, process);
  if (unfinishedAt(cursor) >= 0) {
    if (call) addPending(log.pending, process, call);
    return true;
  }
  if (call?.syscall === undefined) return hasResult(cursor);
  const text = concatenate(call.text, cursor.bytes.subarray(cursor.at, cursor.end));
  if (call.syscall.fork) scene.table.forking.delete(process);
  scene.process = process;
  scene.offset = call.offset;
  scene.time = call.time;
  return act(log, call.syscall, { bytes: text, at: 0, end: text.length });
}

function followOther(log: FollowedLog, cursor: Cursor): Readable {
  const start = cursor.at;
  if (skipText(cursor, "<... ")) return followResumed(log, cursor);
  if (skipText(cursor, "--- SIG") || skipText(cursor, "--- stopped by ")) return true;
  if (skipText(cursor, "+++ ")) return followEnd(log, cursor);
  if (cursor.at === cursor.end || skipText(cursor, "> ") || skipText(cursor, "???"))
    return undefined;
  if (followNotice(log, cursor)) return true;
  cursor.at = start;
  return mend(log, cursor);
}

/** `<... openat resumed>) = 3`; nothing can be made of it where the log does not have the beginning. */
function followResumed(log: FollowedLog, cursor: Cursor): Readable {
  endLine(log);
  while (peek(cursor) !== char.greater) {
    if (cursor.at++ >= cursor.end) return false;
  }
  cursor.at++;
  return resume(log, processOf(log, log.header.pid), cursor);
}

/** `+++ exited with 0 +++`, `+++ killed by SIGTERM +++`, `+++ superseded by execve in pid 12 +++`. */
function followEnd(log: FollowedLog, cursor: Cursor): Readable {
  endLine(log);
  const { scene, pending } = log;
  const superseded = skipText(cursor, "superseded by execve in pid ");
  if (!superseded && !skipText(cursor, "exited with ") && !skipText(cursor, "killed by ")) {
    return false;
  }
  const process = processOf(log, log.header.pid);
  scene.process = process;
  if (superseded) {
    // The thread that executes takes over the pid of the first thread.
    const thread = scene.table.byPid.get(readDigits(cursor));
    const call = thread && takePending(pending, thread);
    if (call) addPending(pending, process, call);
    if (thread) removeProcess(scene.table, thread.info.pid);
    return true;
  }
  const { offset, time } = scene;
  scene.emit({ kind: "exit", offset, ...(time !== undefined && { time }), process: process.info });
  takePending(pending, process);
  removeProcess(scene.table, process.info.pid);
  if (process.info.pid === unnamedPid) log.nameOfFirst = -1;
  return true;
}

/** What strace says of itself: `strace: Process 12 attached`. */
function followNotice(log: FollowedLog, cursor: Cursor): boolean {
  const ours = skipText(cursor, "strace: ");
  if (!skipText(cursor, "Process ")) return ours || skipText(cursor, "[ Process PID=");
  const pid = readDigits(cursor);
  skipSpaces(cursor);
  if (skipText(cursor, "attached") && pid > unnamedPid) processOf(log, pid, true);
  else if (skipText(cursor, "detached")) {
    const reason = `strace let go of process ${pid}`;
    log.scene.emit({ kind: "lost", offset: log.scene.offset, reason });
  } else return ours;
  return true;
}

/** A line that is nothing by itself goes on with the call of the line before, if that has no result yet. */
function mend(log: FollowedLog, cursor: Cursor): Readable {
  const { open, pending } = log;
  if (open === undefined || log.header.pid >= 0) return false;
  const call = pending.byProcess.get(open.process);
  if (!open.marked && skipText(cursor, "<unfinished ...>")) {
    log.open = undefined;
    return true;
  }
  if (call && resume(log, open.process, cursor)) {
    log.open = undefined;
    return true;
  }
  if (call && open.marked) addPending(pending, open.process, call);
  endLine(log);
  return false;
}

/** The process of a line by the pid that it names. */
function processOf(log: FollowedLog, pid: number, announced = false): Process {
  if (pid < 0) return unnamedProcess(log);
  const known = log.scene.table.byPid.get(pid === log.nameOfFirst ? unnamedPid : pid);
  if (known) return known;
  if (announced || !lacksName(log)) return comeUp(log, pid);
  log.nameOfFirst = pid;
  return unnamedProcess(log);
}

/** The process of a line that names none: the one of such lines before, or the only one there is. */
function unnamedProcess(log: FollowedLog): Process {
  const { byPid } = log.scene.table;
  const [only] = byPid.size === 1 ? byPid.values() : [];
  const known = byPid.get(unnamedPid) ?? only;
  if (known) return known;
  // Among several processes with names it does not get one later.
  if (byPid.size > 1) log.nameOfFirst = unnamedPid;
  return comeUp(log, unnamedPid);
}

/** Whether the next pid that is new is that of the process that the log named by none so far. */
function lacksName({ scene, nameOfFirst }: FollowedLog): boolean {
  return nameOfFirst < 0 && scene.table.byPid.has(unnamedPid);
}

function comeUp(log: FollowedLog, pid: number): Process {
  const { scene } = log;
  const process = adoptProcess(scene.table, pid);
  if (!log.begun) process.folders = log.first;
  log.begun = true;
  emitStart(scene, process.info);
  return process;
}

function isName(byte: number): boolean {
  return (byte >= 0x61 && byte <= 0x7a) || byte === 0x5f || (byte >= 0x30 && byte <= 0x39);
}

function concatenate(a: Uint8Array, b: Uint8Array): Uint8Array {
  const whole = new Uint8Array(a.length + b.length);
  whole.set(a);
  whole.set(b, a.length);
  return whole;
}
