import type { EventPath, EventProcess } from "@coppice/types";
import type { LogLimits } from "../read-log-options.ts";

/** A process, as far as the log shows it. */
export interface AuditProcess {
  /** Shared by all its events until it executes another program. */
  readonly info: EventProcess;
  /** The program's file, by the kernel's name of it. */
  readonly exe: string | undefined;
  /** What it opened and bound, by number. */
  descriptors: Map<number, AuditDescriptor> | undefined;
}

/** What is known of an open file. */
export interface AuditDescriptor {
  readonly path?: EventPath;
  /** Address that a socket is bound to. */
  readonly address?: string;
}

/** The processes of all hosts of a log. */
export interface KeptProcesses {
  /** The process, which counts as the one that did something last. */
  use(key: number): AuditProcess | undefined;
  get(key: number): AuditProcess | undefined;
  put(key: number, process: AuditProcess): void;
  remove(key: number): void;
  /** Keeps what a number stands for in a process that is among them; nothing more when there is no `descriptor`. */
  describe(process: AuditProcess, number: number, descriptor: AuditDescriptor | undefined): void;
}

/** More files than programs have open while they map code; the oldest is forgotten. */
const mostDescriptors = 256;

/** What is kept takes about so many bytes at most, with so many for each process and each of its files. */
const mostBytes = 1 << 26;
const processBytes = 512;
const descriptorBytes = 256;

/** Where there are more processes than the limits allow, those are forgotten that did nothing for longest. */
export function keepProcesses({ processes: mostProcesses, openFiles }: LogLimits): KeptProcesses {
  const byKey = new Map<number, AuditProcess>();
  let files = 0;
  let bytes = 0;

  function count({ info, exe = "", descriptors }: AuditProcess, sign: 1 | -1): void {
    const { program = "", container = "" } = info;
    bytes += sign * (processBytes + exe.length + program.length + container.length);
    for (const descriptor of descriptors?.values() ?? []) countFile(descriptor, sign);
  }

  function countFile({ path, address = "" }: AuditDescriptor, sign: 1 | -1): void {
    files += sign;
    const text = path === undefined ? address : path.known ? path.path : path.given;
    bytes += sign * (descriptorBytes + text.length);
  }

  function remove(key: number): void {
    const process = byKey.get(key);
    if (process && byKey.delete(key)) count(process, -1);
  }

  function dropOldest(): void {
    for (const oldest of byKey.keys()) {
      if (byKey.size <= mostProcesses && files <= openFiles && bytes <= mostBytes) return;
      remove(oldest);
    }
  }

  function forget(descriptors: Map<number, AuditDescriptor>, number: number): void {
    const known = descriptors.get(number);
    if (known && descriptors.delete(number)) countFile(known, -1);
  }

  return {
    use(key) {
      const process = byKey.get(key);
      if (process && byKey.delete(key)) byKey.set(key, process);
      return process;
    },
    get: (key) => byKey.get(key),
    put(key, process) {
      remove(key);
      byKey.set(key, process);
      count(process, 1);
      dropOldest();
    },
    remove,
    describe(process, number, descriptor) {
      process.descriptors ??= new Map();
      const { descriptors } = process;
      forget(descriptors, number);
      if (descriptor === undefined) return;
      descriptors.set(number, descriptor);
      countFile(descriptor, 1);
      const [oldest = number] = descriptors.size > mostDescriptors ? descriptors.keys() : [];
      if (oldest !== number) forget(descriptors, oldest);
      dropOldest();
    },
  };
}
