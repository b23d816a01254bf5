import { anyRecord } from "../json/any-record.ts";
import { skipSpaces, skipText } from "../lines/cursor.ts";
import { readLines } from "../lines/read-lines.ts";
import { splitLines } from "../lines/split-lines.ts";
import type { LogFormat } from "../log-format.ts";
import { readJournalStart, readRecordStart } from "./audit-record.ts";
import { byteOrderMark, createAuditReader } from "./create-audit-reader.ts";
import { isWrappedEvent } from "./wrapped-records.ts";

/**
 * Logs of the Linux audit system: `/var/log/audit/audit.log` of auditd, raw or enriched; what `ausearch` prints, with or
 * without `-i`; system logs that the kernel or a plugin of auditd writes records to; and the JSON lines of go-audit, and of
 * Auditbeat with `include_raw_message: true`.
 *
 * Paths are those that the process named, made absolute by its working directory, and so inside of its own root. The
 * records of one event are put together by its number, however they are mixed with others'. Numbers that are missing are
 * a `gap`: the kernel gives none to events that its rules leave out. An interpreted log has no times, since it is
 * written in a time zone that it does not name.
 *
 * @example
 * ```ts
 * import { auditd } from "@coppice/trace";
 *
 * const log = `type=SYSCALL msg=audit(1795464574.861:7): arch=c000003e syscall=257 success=yes exit=3 a0=ffffff9c a1=0 a2=80000 a3=0 items=1 ppid=1 pid=9 comm="sh" exe="/usr/bin/dash" key=(null)
 * type=CWD msg=audit(1795464574.861:7): cwd="/etc"
 * type=PATH msg=audit(1795464574.861:7): item=0 name="hostname" inode=5 dev=fe:00 mode=0100644 nametype=NORMAL
 * type=PROCTITLE msg=audit(1795464574.861:7): proctitle="sh"
 * `;
 * const paths: string[] = [];
 * for await (const batch of auditd.read([new TextEncoder().encode(log)])) {
 *   for (const event of batch) {
 *     if (event.kind === "open" && event.path.known) paths.push(event.path.path);
 *   }
 * }
 * paths; // => ["/etc/hostname"]
 * ```
 */
export const auditd: LogFormat = {
  name: "auditd",
  title: "Linux audit (auditd 2 to 4, ausearch, go-audit)",
  shows: ["accept", "connect", "exec", "listen", "map", "open", "read", "remove", "stat", "write"],
  blindSpots: [
    "what processes did that no rule asks for, and what they had opened before",
    "events that the kernel dropped whole, which only its own log and auditctl -s tell of",
    "whether an opened file was read, but for its being mapped",
    "which folder a path starts from that is relative to an open folder",
    "which container or other root a process is in, so that those of the host count too",
    "which functions of a file ran, and what was used of an archive",
    "files that were opened through io_uring, unless a rule asks for it",
    "programs of the x32 ABI, whose calls rules by name leave out",
  ],
  record:
    "auditctl -R hooks/audit/coppice.rules; COMMAND; (cat /var/log/audit/audit.log; auditctl -s) > app.audit",
  recognises(head) {
    let recognised = false;
    const lines = splitLines({
      onLine: (cursor, offset) => {
        if (recognised) return;
        if (offset === 0) skipText(cursor, byteOrderMark);
        skipSpaces(cursor);
        recognised =
          readRecordStart(cursor) !== undefined ||
          (readJournalStart(cursor)?.type === "SYSCALL" && skipText(cursor, "arch="));
      },
      onLongLine: () => {},
      limit: head.length,
    });
    lines.push(head);
    lines.end();
    return recognised || anyRecord(head, isWrappedEvent);
  },
  read: (chunks, options = {}) =>
    readLines(chunks, options, "auditd", (sink) => createAuditReader(sink, options)),
};
