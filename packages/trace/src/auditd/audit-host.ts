import type { LineSink } from "../lines/read-lines.ts";
import type { ReadLogOptions } from "../read-log-options.ts";
import type { AuditProcesses } from "./audit-processes.ts";
import type { AuditRecord } from "./audit-record.ts";
import { followAudit } from "./follow-audit.ts";
import { createOpenEvent, type OpenEvent } from "./open-event.ts";
import { createSerialWindow } from "./serial-window.ts";

/** What one host of a log wrote: puts the records of each event together. */
export interface AuditHost {
  /** Takes the number of a record of the kernel. */
  count(record: AuditRecord, offset: number): void;
  /** Says that numbers begin anew. */
  restart(): void;
  isOpen(serial: number): boolean;
  /** The event of a record of `size` bytes; `undefined` when it is complete or of no interest. */
  eventOf(record: AuditRecord, offset: number, size: number): OpenEvent | undefined;
  /** Says that nothing more of an event matters. */
  close(event: OpenEvent): void;
  /** Hands an event on; `ended` says that the log does. */
  finish(event: OpenEvent, ended?: boolean): void;
  finishAll(ended: boolean): void;
}

/** What the hosts of a log have in common. */
export interface AuditLog {
  /** Lines of dashes stand between events, whose records come from the title to the call, as `ausearch` prints them. */
  separated: boolean;
  /** Bytes of events that are not complete. */
  openBytes: number;
}

/**
 * How long the records of an event may be apart, in seconds: as auditd's own library has it when nothing is known to be
 * missing, and else as long as queues hold them up.
 */
const longestEvent = 2;
const longestWait = 60;

const cameUp = ["late-start", "the host came up again"] as const;
const notInOrder = ["gap", "an older log follows a newer one; put the oldest first"] as const;

/** More events than the processors of a host write at one time, and as many that are remembered to be done. */
const mostOpen = 1024;

export function createAuditHost(
  sink: LineSink,
  options: ReadLogOptions,
  log: AuditLog,
  processes: AuditProcesses,
): AuditHost {
  const follower = followAudit(sink, options, processes);
  /** Events of which records may still come, the oldest first. */
  const open = new Map<number, OpenEvent>();
  /** The latest events that are closed, each at the place of its number. */
  const done = new Float64Array(mostOpen).fill(-1);
  let lastTime = 0;
  const serials = createSerialWindow((count, offset) => {
    const { separated } = log;
    const reason = separated ? "the search left events out" : "numbers of events are missing";
    sink.emit({ kind: "lost", offset, code: separated ? "filtered" : "gap", count, reason });
  });

  function close(event: OpenEvent): void {
    open.delete(event.serial);
    log.openBytes -= event.bytes;
    if (event.serial >= 0) done[event.serial % mostOpen] = event.serial;
  }

  function finish(event: OpenEvent, ended = false): void {
    finishBefore(event);
    close(event);
    const { offset, called, call, paths, items, mixed } = event;
    if (paths.some(({ item }, index) => item !== index)) paths.sort((a, b) => a.item - b.item);
    if (call && !mixed) follower.take(event);
    if (called && (!call || (paths.length >= items && !mixed))) return;
    const reason = ended ? "the log ends within an event" : "records of an event are missing";
    sink.emit({ kind: "lost", offset, code: ended ? "cut" : "dropped", count: 1, reason });
  }

  /** A process opens a file before it maps it, though the title of the one may be missing and not of the other. */
  function finishBefore(event: OpenEvent): void {
    for (const other of open.values()) {
      if (other === event) return;
      if (other.pid === event.pid && other.called && other.paths.length >= other.items)
        finish(other);
    }
  }

  function finishOld(time: number | undefined): void {
    for (const event of open.values()) {
      const wait = event.called && event.paths.length >= event.items ? longestEvent : longestWait;
      const late = time !== undefined && event.time !== undefined && event.time < time - wait;
      if (!late && open.size <= mostOpen && log.openBytes <= sink.limits.pendingBytes) return;
      finish(event);
    }
  }

  return {
    count({ serial, time = lastTime }, offset) {
      if (serial >= 0 && serials.take(serial, offset) === "restarted") {
        done.fill(-1);
        const [code, reason] = time < lastTime ? notInOrder : cameUp;
        sink.emit({ kind: "lost", offset, code, reason });
      }
      lastTime = Math.max(lastTime, time);
    },
    restart: () => serials.end(),
    isOpen: (serial) => open.has(serial),
    eventOf({ serial, time, type }, offset, size) {
      let event = open.get(serial);
      // Where the log leaves numbers out, an event begins with its call, and should end before the next one does.
      const begins = serial < 0 && type === "SYSCALL";
      const mixed = begins && event?.call !== undefined && event.paths.length < event.items;
      if (event && (event.time !== time || begins)) {
        finish(event);
        event = undefined;
      } else if (!event && serial >= 0 && done[serial % mostOpen] === serial) return undefined;
      if (!event) {
        finishOld(time);
        event = createOpenEvent(serial, time, offset);
        event.mixed = mixed;
        open.set(serial, event);
      }
      event.bytes += size;
      log.openBytes += size;
      return event;
    },
    close,
    finish,
    finishAll(ended) {
      if (ended) serials.end();
      for (const event of open.values()) finish(event, ended);
    },
  };
}
