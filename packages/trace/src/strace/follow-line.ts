import { type Cursor, char, peek, skipText } from "../lines/cursor.ts";
import { beginsSummary, followEnd, followNotice, loseDetached } from "./follow-notice.ts";
import type { FollowedLog } from "./followed-log.ts";
import { holdLine, releaseLines } from "./held-lines.ts";
import { isAwaited } from "./is-awaited.ts";
import {
  changedPid,
  endsInError,
  hasResult,
  isDetached,
  noticeAt,
  supersededAt,
  unfinishedAt,
} from "./line-end.ts";
import { loseAnswer, loseBeginning } from "./lose-call.ts";
import { nameProcess } from "./name-process.ts";
import { noteFirstCall } from "./note-first-call.ts";
import { addPending, type PendingCall, passedOver, takePending } from "./pending-calls.ts";
import type { Process } from "./process-table.ts";
import { readCall } from "./read-call.ts";
import { readHeader } from "./read-header.ts";
import { tellUnexplained, tellUnseenExecs } from "./scene.ts";
import { extendHash, findSyscall, type Syscall } from "./syscalls.ts";
import { withoutColours } from "./without-colours.ts";

/** Takes the next line into account; `offset` is its place in the log. */
export function followLine(log: FollowedLog, line: Cursor, offset: number): void {
  const { scene, header } = log;
  const cursor = log.coloured ? withoutColours(line) : line;
  const start = cursor.at;
  readHeader(cursor, header);
  if (peek(cursor) === char.escape && !log.coloured) {
    log.coloured = true;
    cursor.at = start;
    followLine(log, cursor, offset);
    return;
  }
  log.lineOffset = offset;
  if (header.elapsed !== undefined) log.elapsed += header.elapsed;
  scene.table.openFiles.logBytes = offset;
  const time = header.clock ?? (header.elapsed === undefined ? undefined : log.elapsed);
  const { held } = log;
  if (isAwaited(log, header.pid)) {
    const bytes = cursor.bytes.slice(cursor.at, cursor.end);
    holdLine(held, { pid: header.pid, bytes, offset, time });
  } else {
    const { table } = scene;
    const waits = held.byPid.size > 0 && table.showsForks === undefined;
    followRest(log, cursor, offset, time);
    // A process does nothing else before its fork returns: this would have been the line that says so.
    if (waits && header.pid >= 0 && table.showsForks === undefined) {
      table.showsForks = false;
      releaseLines(held);
    }
  }
  if (held.ready.length > 0) followReady(log);
}

/** Takes the end of the log into account. */
export function endLog(log: FollowedLog): void {
  releaseLines(log.held);
  followReady(log);
  endLine(log);
  for (const process of log.scene.table.byPid.values()) tellUnexplained(log.scene, process);
  tellUnseenExecs(log.scene);
  for (const [process, { detached, offset }] of log.pending.byProcess) {
    if (detached) loseDetached(log, offset, `strace let go of process ${process.info.pid}`);
  }
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
  if (readable) {
    log.recognised++;
    log.summary = false;
  } else if (readable === false) {
    log.summary ||= beginsSummary(cursor);
    if (!log.summary) loseLine(log, offset);
  }
}

/** Reports a line that cannot be read; of the one that the log breaks off in, nothing else is to be expected. */
function loseLine(log: FollowedLog, offset: number): void {
  if (!log.cut || offset !== log.lineOffset) log.onUnreadable(offset);
  else log.scene.emit({ kind: "lost", code: "cut", offset, reason: "the log ends within a line" });
}

/** Ends the line before: if a call broke off there, it will not be mended. */
function endLine(log: FollowedLog): void {
  if (log.open && !log.openMarked) loseLine(log, log.openOffset);
  log.open = undefined;
}

/** Whether a line was read; `undefined` when it says nothing or more must come first. */
type Readable = boolean | undefined;

function followCall(log: FollowedLog, cursor: Cursor): Readable {
  const { bytes, end, at: start } = cursor;
  let hash = 0;
  let at = start;
  while (at < end && isName(bytes[at] ?? 0)) hash = extendHash(hash, bytes[at++] ?? 0);
  // Calls of x32, whose numbers stand for others than those of the same name.
  if (bytes[at] === char.hash && skipText({ bytes, at, end }, "#64")) at += 3;
  if (at >= end || bytes[at] !== char.open) return followOther(log, cursor);
  cursor.at = at + 1;
  if (log.open) endLine(log);
  const { scene } = log;
  const process = nameProcess(log, log.header.pid);
  scene.process = process;
  const { forking } = scene.table;
  if (forking.size > 0) forking.delete(process);
  const syscall = findSyscall(hash, bytes, start);
  if (syscall?.fork) scene.table.showsForks = true;
  if (!log.called) noteFirstCall(log, syscall);
  if (log.pending.bytes > 0) endCall(log, process);
  const unfinished = unfinishedAt(cursor);
  if (unfinished >= 0) {
    // A thread that executes becomes the first one, and goes on by that one's pid.
    const successor = changedPid(bytes, unfinished);
    if (successor > 0) scene.process = nameProcess(log, successor);
    keep(log, syscall, cursor, unfinished, process);
    breakOff(log, true);
    return true;
  }
  if (syscall) {
    if (endsInError(bytes, at, end)) return true;
    if (act(log, syscall, cursor)) return true;
    cursor.at = at + 1;
  } else if (hasResult(cursor)) return true;
  const superseded = supersededAt(cursor);
  if (superseded >= 0) return followOther(log, { bytes, at: superseded, end });
  const notice = noticeAt(cursor);
  keep(log, syscall, cursor, notice, process);
  breakOff(log, false);
  // Of a fork that has yet to return, it says less than what comes.
  if (notice < end && !syscall) followNotice(log, { bytes, at: notice, end });
  return undefined;
}

/** Reads the rest of a call from the cursor and takes it into account; `false` when the line does not have all of it. */
function act(log: FollowedLog, syscall: Syscall, cursor: Cursor): boolean {
  const { call, scene } = log;
  if (!readCall(cursor, syscall.signature, call)) return false;
  const { value, error } = call.result;
  // A connection that is still being made has been asked for all the same.
  if (!(value >= 0) && error !== "EINPROGRESS") return true;
  if (call.addresses && !log.addresses) {
    log.addresses = true;
    const reason = "the log shows the addresses of paths, not the paths";
    scene.emit({ kind: "lost", code: "filtered", offset: scene.offset, reason });
  }
  syscall.act(scene, call);
  if (syscall.fork && value > 0) {
    log.lastProcess = undefined;
    releaseLines(log.held, value);
  }
  return true;
}

/** Keeps what the line shows of a call, from the cursor to where a mark or a notice begins. */
function keep(
  log: FollowedLog,
  syscall: Syscall | undefined,
  { bytes, at }: Cursor,
  end: number,
  begunBy: Process,
): void {
  const { offset, time, process, table } = log.scene;
  if (syscall?.fork) table.forking.add(process);
  const detached = isDetached(bytes, end);
  const call =
    syscall || detached
      ? { syscall, text: bytes.slice(at, end), offset, time, detached, begunBy }
      : passedOver;
  addPending(log.pending, process, call);
}

function breakOff(log: FollowedLog, marked: boolean): void {
  log.open = log.scene.process;
  log.openOffset = log.scene.offset;
  log.openMarked = marked;
}

/** Takes the rest of a call that `process` began. */
function resume(log: FollowedLog, process: Process, cursor: Cursor, call?: PendingCall): boolean {
  const { scene } = log;
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
  if (signals.some((text) => skipText(cursor, text))) return true;
  if (skipText(cursor, "+++ ")) {
    endLine(log);
    return followEnd(log, cursor);
  }
  if (cursor.at === cursor.end || saysNothing(cursor)) return undefined;
  if (followNotice(log, cursor)) return true;
  cursor.at = start;
  return mend(log, cursor);
}

/** How lines of signals begin: by name, in some of strace 4 by structure, and where a process stops. */
const signals: readonly string[] = ["--- SIG", "--- {si_signo=", "--- stopped by "];

/** Frames of a stack (`-k`), bytes that were read or written (`-e read`), calls that were not seen to begin or have no name. */
function saysNothing(cursor: Cursor): boolean {
  return ["> ", "| ", "* ", "???", "SYS_"].some((text) => skipText(cursor, text));
}

/** `<... openat resumed>) = 3`. */
function followResumed(log: FollowedLog, cursor: Cursor): Readable {
  endLine(log);
  const { bytes, end, at: start } = cursor;
  let hash = 0;
  for (let at = start; at < end && isName(bytes[at] ?? 0); at++) {
    hash = extendHash(hash, bytes[at] ?? 0);
  }
  while (peek(cursor) !== char.greater) {
    if (cursor.at++ >= cursor.end) return false;
  }
  cursor.at++;
  const process = nameProcess(log, log.header.pid);
  if (!log.called) noteFirstCall(log, undefined);
  const call = takePending(log.pending, process);
  const isMissed = call === undefined && findSyscall(hash, bytes, start) !== undefined;
  if (isMissed && !endsInError(bytes, cursor.at, end)) loseBeginning(log);
  return resume(log, process, cursor, call);
}

/** A process goes on to another call: of one that it began before, the log has no answer. */
function endCall(log: FollowedLog, process: Process): void {
  const call = log.pending.byProcess.get(process);
  if (call?.begunBy !== process) return;
  takePending(log.pending, process);
  loseAnswer(log, process, call);
}

/** A line that is nothing by itself goes on with the call of the line before, if that has no result yet. */
function mend(log: FollowedLog, cursor: Cursor): Readable {
  const { open, pending } = log;
  if (open === undefined && unfinishedAt(cursor) === cursor.at) return true;
  if (open === undefined || log.header.pid >= 0) return false;
  if (!log.openMarked && skipText(cursor, "<unfinished ...>")) {
    log.open = undefined;
    return true;
  }
  const call = takePending(pending, open);
  if (call && resume(log, open, cursor, call)) {
    log.open = undefined;
    return true;
  }
  if (call && log.openMarked) addPending(pending, open, call);
  endLine(log);
  return false;
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
