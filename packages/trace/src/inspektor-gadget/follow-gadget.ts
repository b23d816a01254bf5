import type { EventPath, FileEvent } from "@coppice/types";
import { kindOfOpen } from "../bcc/kind-of-open.ts";
import type { PlacePath } from "../containers/cache-paths.ts";
import { createImageNotices } from "../containers/image-notices.ts";
import { createLogScope } from "../containers/log-scope.ts";
import { joinRecords } from "../json/join-records.ts";
import { char } from "../lines/cursor.ts";
import { cutLine } from "../lines/cut-line.ts";
import { damagedPath } from "../lines/damaged-path.ts";
import { networkAddress } from "../lines/network-address.ts";
import { createProcessCache } from "../lines/process-cache.ts";
import type { LineReader, LineSink } from "../lines/read-lines.ts";
import type { ReadLogOptions } from "../read-log-options.ts";
import { createTableReader } from "./create-table-reader.ts";
import { beginsDocument, createYamlReader, type YamlReader } from "./create-yaml-reader.ts";
import { cutPaths } from "./cut-lengths.ts";
import { executedIn } from "./executed-in.ts";
import { type GadgetEvent, hasSucceeded, readGadgetEvent } from "./gadget-event.ts";
import { ledTo } from "./led-to.ts";
import { lostSamples, readNotice } from "./read-notice.ts";

/** Reads the lines of one log: objects over one or several lines, documents of YAML, or a table. `ended`: the line has no line end. */
export function followGadget(
  sink: LineSink,
  options: ReadLogOptions,
  ended: () => boolean,
): LineReader {
  const scope = createLogScope(sink, options, "");
  // A gadget has no policy that could leave something out.
  scope.shownBy(["coppice"]);
  const images = createImageNotices(sink);
  const processOf = createProcessCache(sink.limits.processes);

  function emit(event: GadgetEvent, offset: number): void {
    if (noticeTypes.has(event.type)) {
      emitLoss(event.message ?? "", offset);
      return;
    }
    const { runtime, k8s } = event;
    const container = runtime?.containerId || undefined;
    const names = [runtime?.containerName, k8s?.containerName, event.container];
    // An event that says so much of containers and names none is one of the host.
    const isHost = runtime !== undefined && container === undefined && !names.some(Boolean);
    const id = isHost ? undefined : (container ?? "");
    const succeeded = hasSucceeded(event);
    if (!names.some((name) => scope.counts(id, name))) {
      if (succeeded !== false) scope.leaveOut(id, names.find(Boolean));
      return;
    }
    if (succeeded === false) return;
    const place = scope.placeIn(id);
    images.say(offset, container, runtime?.containerImageName, runtime?.containerImageDigest);
    // The built-in gadgets count nanoseconds, which no date in seconds reaches.
    const stamp = event.timestamp;
    const time = stamp !== undefined && stamp > 1e12 ? stamp / 1e9 : stamp;
    const origin = { offset, ...(time !== undefined && { time }) };
    const pid = event.proc?.pid ?? event.pid ?? 0;
    const parent = event.proc?.parent?.pid ?? event.ppid;
    const facts = { parent, container };

    const emitUse = (kind: FileEvent["kind"], path: EventPath, program?: string | null): void => {
      sink.emit({ kind, ...origin, process: processOf(pid, { ...facts, program }), path });
    };
    const opened = event.fname ?? event.path;
    if (opened !== undefined) {
      // trace_exec leaves failed calls out, unless it is told not to; trace_open does not.
      if (succeeded) emitUse(kindOf(event), pathOfOpen(opened, event, place));
      else emitUntold(offset);
    } else if (event.args !== undefined || event.exepath !== undefined) {
      for (const { path, program } of executedIn(event, place, options.files)) {
        emitUse("exec", path, program);
      }
    } else {
      const kind = connectionKind(event);
      const { addr, port } = (kind === "accept" ? event.src : event.dst) ?? {};
      if (kind === undefined || addr === undefined || port === undefined) return;
      const address = networkAddress(addr, String(port));
      sink.emit({ kind, ...origin, process: processOf(pid, facts), address });
    }
  }

  function pathOfOpen(given: string, { cut, fullPath }: GadgetEvent, place: PlacePath): EventPath {
    const asked = damagedPath(given, cutPaths, cut) ?? place(given);
    return fullPath ? ledTo(asked, fullPath, place) : asked;
  }

  function emitUntold(offset: number): void {
    const reason =
      "events do not say whether the file was opened; record them with their field error";
    sink.emit({ kind: "lost", offset, code: "filtered", count: 1, reason });
  }

  function emitLoss(message: string, offset: number): void {
    const count = lostSamples(message);
    if (count === undefined) return;
    const reason = "the buffer between kernel and gadget was full";
    sink.emit({ kind: "lost", offset, code: "dropped", count, reason });
  }

  const records = joinRecords(sink, "Inspektor Gadget", {
    record(cursor, offset) {
      const event = readGadgetEvent(cursor);
      if (event === undefined) return "unreadable";
      isJson = true;
      emit(event, offset);
      return "read";
    },
  });
  const readRow = createTableReader();
  let isTable = false;
  let isJson = false;
  let yaml: YamlReader | undefined;
  let isCut = false;

  return {
    line(cursor, offset) {
      if (cursor.at === cursor.end) return "ignored";
      // A row may begin with what a program calls itself.
      const row = yaml ? undefined : readRow(cursor);
      // So may a line of a text in YAML, behind spaces.
      const mayBeNotice = row === undefined && !(yaml && cursor.bytes[cursor.at] === char.space);
      const notice = mayBeNotice ? readNotice(cursor) : undefined;
      if (notice !== undefined) {
        emitLoss(notice, offset);
        return "ignored";
      }
      if (yaml || (!isTable && !isJson && beginsDocument(cursor))) {
        yaml ??= createYamlReader(sink, emit);
        yaml.line(cursor, offset);
        isCut = ended();
        return "ignored";
      }
      if (row === undefined) return records.line(cursor, offset);
      isTable = true;
      if (row === "header") return "ignored";
      if (ended()) sink.emit(cutLine(offset));
      else emit(row, offset);
      return "read";
    },
    end() {
      yaml?.end(isCut);
      // It complains when there was no object.
      if (!isTable && !yaml) records.end?.();
      scope.end();
    },
  };
}

/** Types of events of the built-in gadgets that have a message only. */
const noticeTypes: ReadonlySet<string | undefined> = new Set(["warn", "err", "info", "debug"]);

/** What a successful open was; the names of its flags leave out O_PATH. */
function kindOf({ flags, flags_raw }: GadgetEvent): FileEvent["kind"] {
  if (flags_raw !== undefined) return kindOfOpen(flags_raw);
  if (typeof flags === "number") return kindOfOpen(flags);
  const names = typeof flags === "string" ? flags.split("|") : (flags ?? []);
  if (names.includes("O_PATH")) return "stat";
  return names.some((name) => writing.has(name)) ? "write" : "open";
}

const writing: ReadonlySet<string> = new Set(["O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC"]);

/** What an event between two endpoints is; trace_tcpconnect has no types, but a latency. */
function connectionKind({
  operation,
  type,
  latency,
}: GadgetEvent): "connect" | "accept" | undefined {
  const kind = operation ?? type;
  if (kind === "connect" || kind === "accept") return kind;
  return latency !== undefined && (kind === undefined || kind === "normal") ? "connect" : undefined;
}
