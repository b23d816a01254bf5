import type { LogSource } from "./log-source.ts";
import { nextLine, type OpenLogs, type StraceLogFile } from "./open-logs.ts";
import { readSeparateLine } from "./separate-line.ts";

/** When a log begins. */
export interface Start {
  readonly file: StraceLogFile;
  readonly time: number;
}

/** Times of day begin again at midnight. */
const day = 86_400;

/**
 * When each log begins that has lines, in order; `undefined` when one does not say, or all say it in whole seconds (`-t`),
 * in which a process does too much for its children to be told from what it did after them.
 */
export async function findStarts(
  logs: OpenLogs,
  files: readonly StraceLogFile[],
): Promise<readonly Start[] | undefined> {
  const starts: Start[] = [];
  for (const file of files) {
    const source = logs.begin(file);
    const line = await nextLine(logs, source);
    await logs.end(source);
    if (line === undefined) continue;
    const { time } = readSeparateLine(line);
    if (time === undefined) return undefined;
    starts.push({ file, time });
  }
  if (starts.every(({ time }) => Number.isInteger(time))) return undefined;
  const last = starts.reduce((latest, { time }) => Math.max(latest, time), 0);
  const begins = last > day ? 0 : last - day / 2;
  return starts
    .map(({ file, time }) => ({ file, time: time < begins ? time + day : time }))
    .sort((a, b) => a.time - b.time || a.file.pid - b.file.pid);
}

/** A log that has begun, and when its next line was written. */
interface Running {
  readonly source: LogSource;
  time: number;
  /** Its next line comes after what the thread did that became it. */
  waits: boolean;
}

/** Merges logs by the times of their lines. */
export async function* mergeByTime(
  logs: OpenLogs,
  starts: readonly Start[],
): AsyncGenerator<Uint8Array, void, undefined> {
  const { writer } = logs;
  /** The next is the last, which arrays give fastest. */
  const running: Running[] = [];
  let begun = 0;
  let endedInLine = false;
  for (;;) {
    const start = starts[begun];
    const next = running.at(-1);
    // Of two with the same time, the one goes on that runs: the other may be its child.
    if (start && (!next || start.time < next.time)) {
      begun++;
      insert(running, { source: logs.begin(start.file), time: start.time, waits: false });
      continue;
    }
    if (!next) break;
    running.pop();
    const { source } = next;
    const until = Math.min(running.at(-1)?.time ?? Infinity, start?.time ?? Infinity);
    for (;;) {
      const line = source.isReady() ? source.next() : await nextLine(logs, source);
      if (line === undefined) {
        endedInLine = source.endedInLine();
        await logs.end(source);
        break;
      }
      const { time, successor } = readSeparateLine(line);
      next.time = timeAfter(next.time, time);
      if (next.time > until) {
        insert(running, next);
        break;
      }
      const thread =
        successor < 0
          ? -1
          : running.findIndex((one) => one.source.pid === successor && one.time <= next.time);
      if (thread >= 0 && !next.waits) {
        // Its log ends with the execution by which it became this process.
        next.waits = true;
        running.push(next, ...running.splice(thread, 1));
        break;
      }
      writer.write(source.pid, line);
      source.advance();
      next.waits = false;
      if (writer.isFull()) yield writer.take();
    }
  }
  yield writer.take(endedInLine);
}

/** The time of a line, which is never before that of the line before it, though its clock may run back or begin again. */
function timeAfter(before: number, time: number | undefined): number {
  if (time === undefined) return before;
  const days = time > day ? 0 : Math.round((before - time) / day);
  return Math.max(before, time + days * day);
}

function insert(running: Running[], added: Running): void {
  let low = 0;
  let high = running.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((running[middle]?.time ?? 0) > added.time) low = middle + 1;
    else high = middle;
  }
  running.splice(low, 0, added);
}
