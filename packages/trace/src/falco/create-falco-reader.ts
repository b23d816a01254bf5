import type { EventProcess } from "@coppice/types";
import { createImageNotices } from "../containers/image-notices.ts";
import { type ContainerId, createLogScope } from "../containers/log-scope.ts";
import { readJson } from "../json/read-json.ts";
import type { JsonRecordReader } from "../json/read-json-records.ts";
import type { LineSink } from "../lines/read-lines.ts";
import { nameOfFile } from "../places/kernel-name.ts";
import { longestPath } from "../places/place.ts";
import type { ReadLogOptions } from "../read-log-options.ts";
import { alertedFiles } from "./alerted-files.ts";
import { alertedSocket } from "./alerted-socket.ts";
import { createDropCounters } from "./drop-counters.ts";
import { type FalcoFields, numberField, readFalcoAlert, textField } from "./falco-alert.ts";
import { readFalcoMessage } from "./falco-message.ts";

/** So many programs of processes are kept in mind; one that comes back after them is given again. */
const mostPrograms = 65_536;

/** Gives the events of one log's alerts. */
export function createFalcoReader(sink: LineSink, options: ReadLogOptions): JsonRecordReader {
  const scope = createLogScope(sink, options, "Falco writes down only what its rules match");
  const images = createImageNotices(sink);
  const drops = createDropCounters();
  const programs = new Set<string>();

  function drop(offset: number, count: number): void {
    const reason = "Falco says that it dropped events";
    if (count > 0) sink.emit({ kind: "lost", offset, code: "dropped", count, reason });
  }

  /** A process that runs a program shows that this was executed; Falco repeats it in every alert. */
  function isNew(process: EventProcess, path: string): boolean {
    const key = `${process.container} ${process.pid} ${path}`;
    if (programs.has(key)) return false;
    if (key.length > longestPath) return true;
    if (programs.size >= mostPrograms) programs.clear();
    programs.add(key);
    return true;
  }

  function follow(fields: FalcoFields, offset: number, time: number | undefined): void {
    const id = textField(fields, "container.id") ?? "";
    const container: ContainerId = id === "host" ? undefined : id;
    const name = textField(fields, "container.name");
    if (!scope.counts(container, name)) {
      scope.leaveOut(container, name);
      return;
    }
    const origin = time === undefined ? { offset } : { offset, time };
    const program = programOf(fields);
    const process = processFrom(fields, container);
    const place = scope.placeIn(container);
    images.say(
      offset,
      container || undefined,
      imageName(fields),
      textField(fields, "container.image.digest"),
    );
    if (program !== undefined && !isRuntime(fields) && isNew(process, program)) {
      sink.emit({ kind: "exec", ...origin, process, path: place(program) });
    }
    for (const { kind, path } of alertedFiles(fields, place)) {
      sink.emit({ kind, ...origin, process, path });
    }
    const socket = alertedSocket(fields);
    if (socket) sink.emit({ ...socket, ...origin, process });
  }

  return {
    record(cursor, offset) {
      const { value: alert } = readJson(cursor, readFalcoAlert);
      if (alert?.rule === undefined || alert.priority === undefined) return "unreadable";
      const dropped = drops.droppedBy(alert);
      if (dropped !== undefined) {
        drop(offset, dropped);
        return "read";
      }
      const fields = alert.output_fields;
      if (fields === undefined) return "ignored";
      follow(fields, offset, timeOf(fields) ?? alert.time);
      return "read";
    },
    text(cursor, offset) {
      const message = readFalcoMessage(cursor);
      if (message === undefined) return "unreadable";
      drop(offset, message.dropped);
      return "ignored";
    },
    end: () => scope.end(),
  };
}

/** Whether it is the container's runtime that sets it up, whose program is the machine's. */
function isRuntime(fields: FalcoFields): boolean {
  return textField(fields, "proc.name")?.startsWith("runc:[") ?? false;
}

/** The file of the program; the kernel marks it when it is deleted. */
function programOf(fields: FalcoFields): string | undefined {
  return nameOfFile(textField(fields, "proc.exepath") ?? "");
}

function processFrom(fields: FalcoFields, container: string | undefined): EventProcess {
  const parent = numberField(fields, "proc.ppid");
  const program = programOf(fields) ?? textField(fields, "proc.name");
  return {
    pid: numberField(fields, "proc.pid") ?? 0,
    ...(parent !== undefined && { parent }),
    ...(program !== undefined && { program }),
    ...(container && { container }),
  };
}

function imageName(fields: FalcoFields): string | undefined {
  const repository = textField(fields, "container.image.repository");
  const tag = textField(fields, "container.image.tag");
  if (repository === undefined) return textField(fields, "container.image");
  return tag === undefined ? repository : `${repository}:${tag}`;
}

/** Nanoseconds, where the output of the rule has them as a number. */
function timeOf(fields: FalcoFields): number | undefined {
  const time = numberField(fields, "evt.rawtime") ?? numberField(fields, "evt.time");
  return time !== undefined && time > 1e15 ? time / 1e9 : undefined;
}
