import type { AuditEvent, AuditPath } from "./audit-event.ts";

/** An event of which records may still come. */
export interface OpenEvent extends AuditEvent {
  readonly serial: number;
  call: AuditEvent["call"];
  ring: boolean;
  exit: number;
  readonly args: number[];
  pid: number;
  ppid: number;
  exe: string | undefined;
  cwd: string | undefined;
  readonly paths: AuditPath[];
  address: string | undefined;
  descriptor: number;
  openFlags: number | undefined;
  inRoot: boolean;
  container: string | undefined;
  /** Its `SYSCALL` or `URINGOP` was read. */
  called: boolean;
  /** Its `PROCTITLE` was, which the kernel writes last. */
  titled: boolean;
  /** Its records may be another event's, in a log without numbers of events. */
  mixed: boolean;
  items: number;
  /** Bytes of its records. */
  bytes: number;
}

export function createOpenEvent(
  serial: number,
  time: number | undefined,
  offset: number,
): OpenEvent {
  return {
    serial,
    time,
    offset,
    call: undefined,
    ring: false,
    exit: 0,
    args: [0, 0, 0, 0],
    pid: 0,
    ppid: 0,
    exe: undefined,
    cwd: undefined,
    paths: [],
    address: undefined,
    descriptor: -1,
    openFlags: undefined,
    inRoot: false,
    container: undefined,
    called: false,
    titled: false,
    mixed: false,
    items: 0,
    bytes: 0,
  };
}
