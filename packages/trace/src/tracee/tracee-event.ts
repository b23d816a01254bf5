import { socketName } from "../containers/socket-name.ts";
import type { TraceeAddress, TraceeArgument, TraceeNumber, TraceeRecord } from "./tracee-record.ts";

/** An event, whichever way it was written. */
export interface TraceeEvent {
  readonly name: string;
  /** Seconds since 1970, or since the machine's start. */
  readonly time: number | undefined;
  /** Numbers of process, thread and parent as the machine counts them, where they are known. */
  readonly pid: number;
  readonly tid: number;
  readonly parent: number | undefined;
  /** Real path of the program, or else only its name. */
  readonly executable: string | undefined;
  readonly command: string | undefined;
  /** The system call in which it came about, where that is said. */
  readonly syscall: string | undefined;
  readonly container: TraceeContainer | undefined;
  /** Unless it is known that the container's own program does not run yet. */
  readonly started: boolean;
  readonly policies: readonly string[];
  readonly args: readonly TraceeArgument[];
  /** What a system call returned, or 0. */
  readonly result: number;
}

/** The container of a process. */
interface TraceeContainer {
  readonly id: string;
  readonly name: string | undefined;
  readonly image: string | undefined;
  readonly digest: string | undefined;
}

/** The event of a record; `undefined` when it is none. */
export function traceeEvent(record: TraceeRecord): TraceeEvent | undefined {
  if (record.eventName !== undefined) return oldEvent(record, record.eventName);
  const { name, timestamp, workload, data } = record;
  const isEvent = timestamp !== undefined || workload !== undefined || data !== undefined;
  return name !== undefined && isEvent ? newEvent(record, name) : undefined;
}

function oldEvent(record: TraceeRecord, name: string): TraceeEvent {
  const { container, hostProcessId, processId, timestamp } = record;
  const id = container?.id || record.containerId;
  const pid = hostProcessId ?? processId ?? 0;
  return {
    name,
    time: typeof timestamp === "number" ? secondsOf(timestamp) : undefined,
    pid,
    tid: record.hostThreadId ?? pid,
    parent: record.hostParentProcessId,
    executable: record.executable?.path || undefined,
    command: record.processName,
    syscall: record.syscall,
    container: id
      ? {
          id,
          name: container?.name || record.containerName || undefined,
          image: container?.image || record.containerImage || undefined,
          digest: container?.imageDigest || undefined,
        }
      : undefined,
    started: record.contextFlags?.containerStarted ?? true,
    policies: record.matchedPolicies ?? [],
    args: record.args ?? [],
    result: record.returnValue ?? 0,
  };
}

function newEvent(record: TraceeRecord, name: string): TraceeEvent {
  const { timestamp, workload } = record;
  const process = workload?.process;
  const container = workload?.container;
  const pid = numberOf(process?.host_pid) ?? numberOf(process?.pid) ?? 0;
  const [parent] = process?.ancestors ?? [];
  const args = record.data ?? [];
  return {
    name,
    time: timeOf(timestamp),
    pid,
    tid: numberOf(process?.thread?.host_tid) ?? pid,
    parent: numberOf(parent?.host_pid) ?? numberOf(parent?.pid),
    executable: process?.executable?.path || undefined,
    command: process?.thread?.name,
    syscall: process?.thread?.syscall,
    container: container?.id
      ? {
          id: container.id,
          name: container.name || undefined,
          image: container.image?.name || undefined,
          digest: container.image?.repo_digests?.[0] ?? container.image?.id,
        }
      : undefined,
    started: container?.started ?? true,
    policies: record.policies?.matched ?? [],
    args,
    result: Number(textArgument(args, "returnValue") ?? 0) || 0,
  };
}

function timeOf(timestamp: TraceeRecord["timestamp"]): number | undefined {
  if (typeof timestamp !== "object") return timestamp;
  const time = Number(timestamp.seconds) + (timestamp.nanos ?? 0) / 1e9;
  return Number.isNaN(time) ? undefined : time;
}

/** Nanoseconds, but for what was written by hand. */
function secondsOf(timestamp: number): number {
  return timestamp > 1e12 ? timestamp / 1e9 : timestamp;
}

function numberOf(wrapped: TraceeNumber | undefined): number | undefined {
  return typeof wrapped === "object" ? wrapped.value : wrapped;
}

/** The argument of a name, as text; `undefined` when it is absent, empty or an address. */
export function textArgument(args: readonly TraceeArgument[], name: string): string | undefined {
  for (const arg of args) {
    if (arg.name !== name) continue;
    const { value, str, int32, int64, u_int32, u_int64 } = arg;
    const text = value ?? str ?? int32 ?? int64 ?? u_int32 ?? u_int64;
    return typeof text === "string" && text !== "" ? text : undefined;
  }
  return undefined;
}

/** The address of that name as events write it; `undefined` when there is none. */
export function addressArgument(args: readonly TraceeArgument[], name: string): string | undefined {
  for (const arg of args) {
    if (arg.name !== name) continue;
    const address = typeof arg.value === "object" ? arg.value : arg.sockaddr;
    return address && socketAddress(address);
  }
  return undefined;
}

function socketAddress(address: TraceeAddress): string | undefined {
  const { sin_addr: host, sin_port: port, sin6_addr: host6, sin6_port: port6 } = address;
  return (
    socketName(host, Number(port)) ??
    socketName(host6, Number(port6)) ??
    (address.sun_path || undefined)
  );
}
