import type { EventPath, EventProcess, FileEvent, NetworkEvent } from "@coppice/types";
import type { LineSink } from "../lines/read-lines.ts";
import { createRecordedPlaces } from "../places/create-recorded-places.ts";
import { isContainer } from "../places/is-container.ts";
import { nameOfFile } from "../places/kernel-name.ts";
import { findMagicLink } from "../places/magic-link.ts";
import type { ReadLogOptions } from "../read-log-options.ts";
import type { AuditEvent, AuditPath } from "./audit-event.ts";
import { workingFolder } from "./audit-event.ts";
import type { AuditProcesses } from "./audit-processes.ts";
import { interpretersOf } from "./executed-files.ts";
import type { AuditProcess } from "./kept-processes.ts";

/** Takes the events of one host, each complete, and hands on what was used. */
export interface AuditFollower {
  take(event: AuditEvent): void;
}

/**
 * Follows the processes of one host through its audit events. The kernel writes paths as the process sees them, so that
 * those of a container are its own; a path that does not start from the working directory but from an open folder is
 * unknown, since an event does not say which that is.
 */
export function followAudit(
  sink: LineSink,
  { imageRoot, container: wanted, files }: ReadLogOptions,
  processes: AuditProcesses,
): AuditFollower {
  const places = createRecordedPlaces({ imageRoot, inside: true });

  function emitUse(
    kind: FileEvent["kind"],
    { offset, time }: AuditEvent,
    process: EventProcess,
    path: EventPath,
  ): void {
    sink.emit(
      time === undefined ? { kind, offset, process, path } : { kind, offset, time, process, path },
    );
  }

  function emitNetwork(
    kind: NetworkEvent["kind"],
    { offset, time }: AuditEvent,
    process: EventProcess,
    address: string | undefined,
  ): void {
    if (!address) return;
    sink.emit(
      time === undefined
        ? { kind, offset, process, address }
        : { kind, offset, time, process, address },
    );
  }

  /** Where a path of the event lies; `folder` is the argument with the folder that it starts from. */
  function placeOf(event: AuditEvent, given: string, folder: number | undefined): EventPath {
    if (given.startsWith("/") && !event.inRoot) return places.place(given);
    const known = folder === undefined || (!event.ring && event.args[folder] === workingFolder);
    if (!known || event.inRoot || event.cwd === undefined)
      return { known: false, given, reason: "no-directory" };
    return places.place(given, { folder: event.cwd });
  }

  /** A link that was used itself is where the path led. */
  function pathOf(event: AuditEvent, path: AuditPath, name: string, folder?: number): EventPath {
    const place = placeOf(event, name, folder);
    if (!path.link) return place;
    // Whoever reads a link of the kernel in /proc has not gone where it leads.
    if (!place.known) return findMagicLink(name)?.rest === "" ? { known: true, path: name } : place;
    const entry = files?.stat(place.path);
    return entry?.type === "symlink" ? { ...place, real: entry.path } : place;
  }

  function execute(event: AuditEvent, process: EventProcess, used: EventPath): void {
    emitUse("exec", event, process, used);
    for (const { kind, path, last } of interpretersOf(event)) {
      const place = placeOf(event, path, undefined);
      emitUse(kind, event, process, last ? ledTo(place, event) : place);
    }
  }

  /** The path with the file that the kernel says it led to. */
  function ledTo(place: EventPath, event: AuditEvent): EventPath {
    const exe = event.exe === undefined ? undefined : places.place(event.exe, { real: true });
    if (!exe?.known) return place;
    if (place.known) return { ...place, real: exe.path };
    return place.reason === "no-directory" ? exe : place;
  }

  /** What was executed; through a descriptor it is known by the kernel's name of it alone. */
  function programOf(event: AuditEvent): EventPath {
    const name = event.paths.find(({ item }) => item === 0)?.name;
    if (!name) return places.place(event.exe ?? "", { real: true });
    const place = placeOf(event, name, event.call?.folder);
    return interpretersOf(event).some(({ kind }) => kind === "exec") ? place : ledTo(place, event);
  }

  function usePaths(event: AuditEvent, process: AuditProcess): void {
    const { call, paths } = event;
    let opened: EventPath | undefined;
    for (const path of paths) {
      const { name } = path;
      const kind = useOf(event, path);
      if (kind === undefined || name === undefined || name === "") continue;
      const made = path.nametype === "CREATE";
      const place = isCut(path)
        ? truncated(name)
        : pathOf(event, path, name, made ? call?.madeIn : call?.folder);
      emitUse(kind, event, process.info, place);
      if (path.nametype !== "DELETE") opened = place;
    }
    if (call?.act !== "open") return;
    if (opened) processes.describe(process, event.exit, { path: opened });
    else if (!event.ring) lackPaths(event);
  }

  function map(event: AuditEvent, process: AuditProcess): void {
    const { descriptor, call, args } = event;
    if (descriptor < 0) {
      if (((args[3] ?? 0) & mapAnonymous) === 0) lackRecord(event);
      return;
    }
    const known = process.descriptors?.get(descriptor)?.path;
    const executable = ((args[call?.flags ?? 0] ?? 0) & protectExecute) !== 0;
    if (known) emitUse(executable ? "map" : "read", event, process.info, known);
    else if (executable) {
      const given = `fd=${descriptor}`;
      emitUse("map", event, process.info, { known: false, given, reason: "no-directory" });
    }
  }

  function connect(event: AuditEvent, process: EventProcess): void {
    if (event.address === undefined) lackRecord(event);
    else emitNetwork("connect", event, process, event.address);
  }

  function lackRecord({ offset }: AuditEvent): void {
    const reason = "records of an event are missing";
    sink.emit({ kind: "lost", offset, code: "dropped", count: 1, reason });
  }

  /** The kernel keeps no paths where a security module asked for the record, and no rule for the call. */
  function lackPaths(event: AuditEvent): void {
    if (event.paths.length >= event.items) lackRecord(event);
  }

  function act(event: AuditEvent, process: AuditProcess): void {
    const { call, args, address, offset, time } = event;
    const [descriptor = -1] = args;
    const { info } = process;
    switch (call?.act) {
      case "use":
      case "open":
        usePaths(event, process);
        return;
      case "map":
        map(event, process);
        return;
      case "bind":
        for (const path of event.paths) {
          if (path.nametype !== "CREATE" || !path.name) continue;
          emitUse("write", event, info, placeOf(event, path.name, undefined));
        }
        if (address) processes.describe(process, descriptor, { address });
        else if (address === undefined) lackRecord(event);
        return;
      case "socketcall":
        if (descriptor !== socketConnect) return;
        connect(event, info);
        return;
      case "connect":
        connect(event, info);
        return;
      case "listen":
      case "accept":
        emitNetwork(call.act, event, info, process.descriptors?.get(descriptor)?.address);
        return;
      case "close":
        processes.describe(process, descriptor, undefined);
        return;
      case "exit":
        sink.emit({ kind: "exit", offset, ...(time !== undefined && { time }), process: info });
        processes.remove(event.pid);
        return;
      case "io_uring":
        sink.emit({ kind: "lost", offset, code: "io-uring", count: 1, reason: ringUsed });
        return;
      case "exec":
      case undefined:
    }
  }

  return {
    take(event) {
      const { call, offset } = event;
      if (wanted !== undefined && !isContainer(wanted, processes.containerOf(event))) return;
      if (event.ring && event.paths.length === 0) {
        sink.emit({ kind: "lost", offset, code: "io-uring", count: 1, reason: ringUsed });
      }
      const ends = call?.act === "close" || call?.act === "exit";
      // No use: the kernel records how any process lets go of a BPF program.
      if (ends && !processes.knows(event.pid)) return;
      if (call?.act !== "exec") {
        act(event, processes.find(event, programName(event)));
        return;
      }
      if (event.paths.length === 0) lackPaths(event);
      const used = programOf(event);
      const process = processes.execute(
        event,
        used.known ? used.path : used.given,
        programName(event),
      );
      execute(event, process.info, used);
    },
  };
}

/** Each record of a path that was used has the type of the name or, of old, the file's number, which come after the name. */
function isCut({ nametype, found }: AuditPath): boolean {
  return nametype === undefined && !found;
}

function truncated(given: string): EventPath {
  return { known: false, given, reason: "truncated" };
}

/** `PROT_EXEC`, `MAP_ANONYMOUS`, and the number of connect(2) within socketcall(2). */
const protectExecute = 4;
const mapAnonymous = 0x20;
const socketConnect = 3;

const ringUsed = "a process used io_uring, through which files are opened that no record shows";

function programName({ exe }: AuditEvent): string | undefined {
  return exe === undefined ? undefined : (nameOfFile(exe) ?? exe);
}

/** Flags of open(2) by which a file is changed or may be: `O_WRONLY`, `O_RDWR`, `O_CREAT`, `O_TRUNC`. */
const changes = 0o1103;

/** What the call did with one of its paths. */
function useOf(
  { call, paths, args, openFlags }: AuditEvent,
  path: AuditPath,
): FileEvent["kind"] | undefined {
  switch (path.nametype) {
    case "PARENT":
      return undefined;
    case "CREATE":
      return "write";
    case "DELETE":
      return "remove";
    case undefined:
      // Kernels of old list the folder first where a call changes it.
      if (call?.use !== "stat" && path !== paths[paths.length - 1]) return undefined;
      break;
    default:
      if (!path.found) return undefined;
  }
  if (call?.act !== "open") return call?.use;
  const flags = openFlags ?? (call.flags === undefined ? 0 : (args[call.flags] ?? 0));
  return (flags & changes) === 0 ? call.use : "write";
}
