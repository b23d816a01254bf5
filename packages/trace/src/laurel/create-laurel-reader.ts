import { type AuditCall, callNamed, callsOf, findCall, ringCall } from "../auditd/audit-call.ts";
import { type AuditEvent, type AuditPath, resolveInRoot } from "../auditd/audit-event.ts";
import { createAuditProcesses } from "../auditd/audit-processes.ts";
import { type AuditFollower, followAudit } from "../auditd/follow-audit.ts";
import { keepProcesses } from "../auditd/kept-processes.ts";
import { createSerialWindow, type SerialWindow } from "../auditd/serial-window.ts";
import { readInterpretedAddress, readSocketAddress } from "../auditd/socket-address.ts";
import { readNotice } from "../auditd/status-line.ts";
import { socketName } from "../containers/socket-name.ts";
import { readJson } from "../json/read-json.ts";
import type { JsonRecordReader } from "../json/read-json-records.ts";
import type { LineSink } from "../lines/read-lines.ts";
import type { ReadLogOptions } from "../read-log-options.ts";
import {
  type LaurelAddress,
  type LaurelCall,
  type LaurelPath,
  type LaurelRecord,
  laurelRecord,
} from "./laurel-record.ts";
import { laurelBytes, laurelText } from "./laurel-text.ts";

/** What one host of a log wrote. */
interface Host {
  readonly follower: AuditFollower;
  readonly serials: SerialWindow;
}

/** Hosts that are followed at one time. */
const mostHosts = 1024;

/** Gives the events of one log's records. */
export function createLaurelReader(sink: LineSink, options: ReadLogOptions): JsonRecordReader {
  const hosts = new Map<string, Host>();
  const kept = keepProcesses(sink.limits);
  let hostCount = 0;

  function hostOf(node: string): Host {
    const known = hosts.get(node);
    if (known) return known;
    const processes = createAuditProcesses(sink, kept, hostCount++);
    const host = {
      follower: followAudit(sink, options, processes),
      serials: createSerialWindow((count, offset) =>
        sink.emit({ kind: "lost", offset, code: "gap", count, reason: missing }),
      ),
    };
    hosts.set(node, host);
    for (const [oldest, { serials }] of hosts) {
      if (hosts.size <= mostHosts) break;
      serials.end();
      hosts.delete(oldest);
    }
    return host;
  }

  /** What the daemon or a change of rules says; `true` for a record of the daemon, which has numbers of its own. */
  function notice(record: LaurelRecord, offset: number): boolean {
    const daemon = daemonTypes.find((type) => record[type] !== undefined);
    const change = record.CONFIG_CHANGE;
    const fields = Object.entries(change ?? {}).map(([key, value]) => `${key}=${value}`);
    const said = daemon
      ? readNotice(daemon, "")
      : change && readNotice("CONFIG_CHANGE", fields.join(" "));
    if (said) {
      const { code, reason, lost } = said;
      sink.emit({ kind: "lost", offset, code, ...(lost && { count: lost }), reason });
    }
    return daemon !== undefined;
  }

  return {
    record(cursor, offset) {
      const outcome = readJson(cursor, laurelRecord);
      const record = outcome.read ? outcome.value : undefined;
      const id = record?.ID === undefined ? undefined : readEventId(record.ID);
      if (record === undefined || id === undefined) return "unreadable";
      if (notice(record, offset)) return "read";
      const { follower, serials } = hostOf(record.NODE ?? "");
      if (serials.take(id.serial, offset) === "restarted") {
        sink.emit({ kind: "lost", offset, code: "late-start", reason: "the host came up again" });
      }
      const event = eventOf(record, offset, id.time);
      if (event === undefined) return "ignored";
      if (event === "foreign") {
        sink.problem(offset, unknownCalls);
        return "read";
      }
      follower.take(event);
      if (event.paths.length < event.items) {
        const reason = "records of an event are missing";
        sink.emit({ kind: "lost", offset, code: "dropped", count: 1, reason });
      }
      return "read";
    },
    end() {
      for (const { serials } of hosts.values()) serials.end();
    },
  };
}

const missing = "numbers of events are missing: lost, or left out by laurel's filters";
const unknownCalls =
  "numbers of system calls of this architecture are not known here; set universal = true in laurel's [translate]";

const daemonTypes = ["DAEMON_START", "DAEMON_END", "DAEMON_ABORT", "DAEMON_ERR"] as const;

/** The number of `EINPROGRESS`: a connection is being made, and the call does not wait for it. */
const inProgress = -115;

/** Reads `1615114232.375:15558`. */
function readEventId(id: string): { readonly time: number; readonly serial: number } | undefined {
  const colon = id.indexOf(":");
  const time = Number(id.slice(0, Math.max(colon, 0)));
  const serial = Number(id.slice(colon + 1));
  const right = colon > 0 && Number.isFinite(time) && Number.isSafeInteger(serial) && serial >= 0;
  return right && id.length > colon + 1 ? { time, serial } : undefined;
}

/** The event of a call of interest that succeeded; `foreign` when its number means nothing here. */
function eventOf(
  record: LaurelRecord,
  offset: number,
  time: number,
): AuditEvent | "foreign" | undefined {
  const made = record.SYSCALL ?? record.URINGOP;
  if (made === undefined) return undefined;
  const ring = record.SYSCALL === undefined;
  const call = ring ? ringCallOf(made) : callOf(made);
  const exit =
    typeof made.exit === "number" ? made.exit : made.exit === "EINPROGRESS" ? inProgress : -1;
  if (call === "foreign") return call;
  const succeeded =
    made.success === "yes" ||
    call?.act === "exit" ||
    (call?.act === "connect" && exit === inProgress);
  if (!succeeded || (call === undefined && !ring)) return undefined;
  const flags = record.OPENAT2?.oflag;
  return {
    offset,
    time,
    call,
    ring,
    exit,
    args: (made.ARGV ?? [made.a0, made.a1, made.a2, made.a3]).map(argument),
    pid: countOf(made.pid),
    ppid: countOf(made.ppid),
    exe: made.exe === undefined ? undefined : laurelText(made.exe),
    cwd: record.CWD?.cwd === undefined ? undefined : laurelText(record.CWD.cwd),
    items: countOf(made.items),
    paths: (record.PATH ?? []).map(pathOf).sort((a, b) => a.item - b.item),
    address: record.SOCKADDR && (addressOf(record.SOCKADDR) ?? ""),
    descriptor: record.MMAP?.fd ?? -1,
    inRoot: (argument(record.OPENAT2?.resolve) & resolveInRoot) !== 0,
    openFlags: flags === undefined ? undefined : Number(flags) || 0,
    container: record.CONTAINER_INFO?.ID,
  };
}

function callOf({ arch, syscall, SYSCALL: name }: LaurelCall): AuditCall | "foreign" | undefined {
  const table = callsOf(Number(arch));
  if (table && typeof syscall === "number") return findCall(table, syscall);
  const called = name ?? (typeof syscall === "string" ? syscall : undefined);
  return called === undefined ? "foreign" : callNamed(called);
}

function ringCallOf({ uring_op: operation }: LaurelCall): AuditCall | undefined {
  return typeof operation === "number" ? ringCall(operation) : callNamed(operation ?? "");
}

/** The lower 32 bits of `0x7ffeaf991370`. */
function argument(value: string | number | undefined = 0): number {
  const low = typeof value === "string" && value.length > 10 ? `0x${value.slice(-8)}` : value;
  return Number(low) >>> 0;
}

/** 0 for what is absent or no number of a process. */
function countOf(value: number | undefined = 0): number {
  return Number.isSafeInteger(value) && value >= 0 ? value : 0;
}

function pathOf(path: LaurelPath): AuditPath {
  const { item, name, inode, mode, nametype, objtype } = path;
  return {
    item: item ?? 0,
    name: name === undefined ? undefined : laurelText(name),
    nametype: nametype ?? objtype,
    found: inode !== undefined,
    link: (Number(mode) & 0o170000) === 0o120000,
  };
}

function addressOf({ saddr, SADDR: shown }: LaurelAddress): string | undefined {
  if (saddr !== undefined) return readSocketAddress(laurelBytes(saddr));
  if (shown === undefined) return undefined;
  if (typeof shown === "string") return readInterpretedAddress(shown);
  return shown.path === undefined
    ? socketName(shown.laddr, Number(shown.lport))
    : laurelText(shown.path);
}
