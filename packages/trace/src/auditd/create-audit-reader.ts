import { type Cursor, char, isDigit, peek, skipSpaces, skipText } from "../lines/cursor.ts";
import { plainText } from "../lines/plain-text.ts";
import type { LineReader, LineSink, LineVerdict } from "../lines/read-lines.ts";
import type { ReadLogOptions } from "../read-log-options.ts";
import { type AuditHost, type AuditLog, createAuditHost } from "./audit-host.ts";
import { createAuditProcesses } from "./audit-processes.ts";
import { type AuditRecord, readJournalStart, readRecordStart } from "./audit-record.ts";
import { keepProcesses } from "./kept-processes.ts";
import type { OpenEvent } from "./open-event.ts";
import { readCallRecord, readOpenFlags, readRingRecord } from "./read-call-record.ts";
import {
  type DetailReader,
  readAddress,
  readContainer,
  readFolder,
  readMapping,
  readPath,
} from "./read-detail-record.ts";
import { createField } from "./record-fields.ts";
import { type AuditNotice, readNotice, readStatusLine } from "./status-line.ts";
import { readWrappedRecords } from "./wrapped-records.ts";

/** Records with more of an event than its call. */
const details: ReadonlyMap<string, DetailReader> = new Map([
  ["PATH", readPath],
  ["CWD", readFolder],
  ["SOCKADDR", readAddress],
  ["MMAP", readMapping],
  ["OPENAT2", readOpenFlags],
  ["CONTAINER_ID", readContainer],
]);

/** Hosts that are followed at one time. */
const mostHosts = 1024;

/** Reads one log of auditd, of `ausearch`, or of a system log that auditd or the kernel writes to. */
export function createAuditReader(sink: LineSink, options: ReadLogOptions): LineReader {
  const hosts = new Map<string, AuditHost>();
  const kept = keepProcesses(sink.limits);
  const log: AuditLog = { separated: false, openBytes: 0 };
  let hostCount = 0;
  const field = createField();
  /** What the kernel said last of how many records it lost. */
  let lostSoFar = 0;
  /** Where the last line begins, if it is a record that cannot be read. */
  let brokenAt = -1;

  function hostOf(node: string): AuditHost {
    const known = hosts.get(node);
    if (known) return known;
    const processes = createAuditProcesses(sink, kept, hostCount++);
    const host = createAuditHost(sink, options, log, processes);
    hosts.set(node, host);
    for (const [oldest, other] of hosts) {
      if (hosts.size <= mostHosts) break;
      other.restart();
      other.finishAll(false);
      hosts.delete(oldest);
    }
    return host;
  }

  function notice({ code, reason, lost }: AuditNotice, offset: number): void {
    if (lost === undefined) {
      sink.emit({ kind: "lost", offset, code, reason });
      return;
    }
    const count = lost >= lostSoFar ? lost - lostSoFar : lost;
    lostSoFar = lost;
    if (count > 0) sink.emit({ kind: "lost", offset, code, count, reason });
  }

  function readRecord(
    record: AuditRecord,
    cursor: Cursor,
    offset: number,
    size: number,
  ): LineVerdict {
    const { type, node, serial } = record;
    const host = hostOf(node);
    // The daemon numbers its own records apart from the kernel's.
    const daemon = type.startsWith("DAEMON_");
    if (!daemon) host.count(record, offset);
    else if (type === "DAEMON_START") host.restart();
    if (daemon || type === "CONFIG_CHANGE") {
      const said = readNotice(type, plainText(cursor.bytes, cursor.at, cursor.end));
      if (said) notice(said, offset);
      return said ? "read" : "ignored";
    }
    if (type === "SYSCALL" || type === "URINGOP")
      return readCall(host, record, cursor, offset, size);
    const ends = type === "EOE" || type === "PROCTITLE";
    const detail = ends ? undefined : details.get(type);
    if (!detail && !(ends && (log.separated || host.isOpen(serial)))) return "ignored";
    const event = host.eventOf(record, offset, size);
    if (event === undefined) return "ignored";
    if (detail && !detail(event, cursor, field, record.interpreted)) return "unreadable";
    if (ends) event.titled = true;
    if (event.called && isComplete(event)) host.finish(event);
    return ends ? "ignored" : "read";
  }

  function readCall(
    host: AuditHost,
    record: AuditRecord,
    cursor: Cursor,
    offset: number,
    size: number,
  ): LineVerdict {
    const event = host.eventOf(record, offset, size);
    if (event === undefined) return "ignored";
    const verdict =
      record.type === "SYSCALL"
        ? readCallRecord(event, cursor, field, record.interpreted)
        : readRingRecord(event, cursor, field);
    if (verdict === "broken") return "unreadable";
    event.called = true;
    if (verdict === "foreign") sink.problem(offset, unknownCalls);
    if (verdict !== "taken") host.close(event);
    else if (isComplete(event)) host.finish(event);
    return "read";
  }

  /** An event within a JSON object ends with it. */
  function readWrapped(cursor: Cursor, offset: number): LineVerdict | undefined {
    const records = readWrappedRecords(cursor);
    if (records === undefined) return undefined;
    let verdict: LineVerdict = "ignored";
    for (const { record, fields } of records) {
      const read = readRecord(record, fields, offset, fields.end);
      if (verdict !== "unreadable" && read !== "ignored") verdict = read;
    }
    const [first] = records;
    if (first) {
      const end = { ...first.record, type: "EOE" };
      readRecord(end, { bytes: cursor.bytes, at: cursor.end, end: cursor.end }, offset, 0);
    }
    return verdict;
  }

  function readOther(cursor: Cursor, offset: number): LineVerdict {
    if (skipText(cursor, "----")) {
      log.separated = true;
      for (const host of hosts.values()) host.finishAll(false);
      return "ignored";
    }
    // `#` begins notes that people write into samples.
    if (skipText(cursor, "time->") || peek(cursor) === char.hash) return "ignored";
    const { bytes, at, end } = cursor;
    const line = plainText(bytes, at, Math.min(end, at + longestStatus));
    const said = readStatusLine(line);
    if (said) {
      notice(said, offset);
      return "read";
    }
    return isStatus(line) || isDated(line) ? "ignored" : "unreadable";
  }

  return {
    line(cursor, offset) {
      brokenAt = -1;
      if (offset === 0) skipText(cursor, byteOrderMark);
      skipSpaces(cursor);
      if (cursor.at === cursor.end) return "ignored";
      const start = cursor.at;
      const record = readRecordStart(cursor) ?? readJournalStart(cursor);
      const verdict = record
        ? readRecord(record, cursor, offset, cursor.end - start)
        : (readWrapped(cursor, offset) ?? readOther(cursor, offset));
      if (verdict === "unreadable") brokenAt = offset;
      return verdict;
    },
    end() {
      for (const host of hosts.values()) host.finishAll(true);
      if (brokenAt < 0) return;
      const reason = "the log ends within a record";
      sink.emit({ kind: "lost", offset: brokenAt, code: "cut", count: 1, reason });
    },
  };
}

/** Whether the title of a call was read, all its paths, and the folder that they may start from. */
function isComplete({ titled, paths, items, cwd }: OpenEvent): boolean {
  if (!titled || paths.length < items) return false;
  return cwd !== undefined || paths.every(({ name }) => !name || name.startsWith("/"));
}

/** U+FEFF in UTF-8, as characters of one byte each. */
export const byteOrderMark = "\u00ef\u00bb\u00bf";

const unknownCalls =
  "numbers of system calls of this architecture are not known here; record with log_format = ENRICHED";

const longestStatus = 4096;

/** What `auditctl -s` writes beside what was lost. */
const statusWords: ReadonlySet<string> = new Set([
  "enabled",
  "failure",
  "pid",
  "rate_limit",
  "backlog_limit",
  "backlog",
  "backlog_wait_time",
  "backlog_wait_time_actual",
  "loginuid_immutable",
]);

function isStatus(line: string): boolean {
  return statusWords.has(line.slice(0, line.indexOf(" ")));
}

const months: ReadonlySet<string> = new Set(
  "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" "),
);

/** Whether a line begins as those of system logs do: with a date, a priority or the time since the kernel came up. */
function isDated(line: string): boolean {
  if (months.has(line.slice(0, 3))) return true;
  const second = line.charCodeAt(1);
  const mark = line.charCodeAt(0);
  if (mark === char.less) return isDigit(second);
  if (mark === char.openBracket) return isDigit(second) || second === char.space;
  return isDigit(mark) && isDigit(second) && line[4] === "-" && line[7] === "-";
}
