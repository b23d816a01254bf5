import { anyRecord } from "../json/any-record.ts";
import { readJsonRecords } from "../json/read-json-records.ts";
import type { LogFormat } from "../log-format.ts";
import { createLaurelReader } from "./create-laurel-reader.ts";

/**
 * JSON lines of laurel, a plugin of auditd that puts the records of an event together. It is read as {@link auditd} is;
 * laurel names the container of a process, where it finds one.
 *
 * @example
 * ```ts
 * import { laurel } from "@coppice/trace";
 *
 * const log = `{"ID":"1615114232.375:15558","SYSCALL":{"arch":"0xc000003e","syscall":257,"success":"yes","exit":3,"items":1,"ppid":1,"pid":9,"exe":"/usr/bin/cat","ARGV":["0xffffff9c","0x0","0x0","0x0"]},"CWD":{"cwd":"/etc"},"PATH":[{"item":0,"name":"hostname","inode":5,"nametype":"NORMAL"}]}`;
 * const paths: string[] = [];
 * for await (const batch of laurel.read([new TextEncoder().encode(log)])) {
 *   for (const event of batch) {
 *     if (event.kind === "open" && event.path.known) paths.push(event.path.path);
 *   }
 * }
 * paths; // => ["/etc/hostname"]
 * ```
 */
export const laurel: LogFormat = {
  name: "laurel",
  title: "laurel (JSON lines of 0.1 to 0.7)",
  shows: ["accept", "connect", "exec", "listen", "map", "open", "read", "remove", "stat", "write"],
  blindSpots: [
    "what processes did that no rule asks for, and what laurel's filters left out",
    "whether an opened file was read, but for its being mapped",
    "which folder a path starts from that is relative to an open folder",
    "which functions of a file ran, and what was used of an archive",
    "files that were opened through io_uring, unless a rule asks for it",
  ],
  record: "auditctl -R hooks/audit/coppice.rules; COMMAND; cp /var/log/laurel/audit.log app.laurel",
  recognises: (head) => anyRecord(head, isEvent),
  read: (chunks, options = {}) =>
    readJsonRecords(chunks, options, "laurel", (sink) => createLaurelReader(sink, options)),
};

/** An event has an `ID` and beside it records, which are called as the kernel calls them. */
function isEvent(members: ReadonlySet<string>): boolean {
  return members.has("ID") && records.some((name) => members.has(name));
}

const records: readonly string[] = [
  "SYSCALL.syscall",
  "SYSCALL.success",
  "URINGOP",
  "PROCTITLE.ARGV",
  "PARENT_INFO",
  "CONFIG_CHANGE",
  "DAEMON_START",
  "DAEMON_END",
  "SERVICE_START",
  "SERVICE_STOP",
  "USER_ACCT",
  "USER_CMD",
  "USER_START",
  "USER_END",
  "CRED_ACQ",
  "CRED_DISP",
];
