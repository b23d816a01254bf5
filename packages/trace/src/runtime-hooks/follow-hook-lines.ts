import type { EventPath, EventProcess, FileEvent, LossCode } from "@coppice/types";
import { readJson } from "../json/read-json.ts";
import type { JsonRecordReader } from "../json/read-json-records.ts";
import type { LineSink, LineVerdict } from "../lines/read-lines.ts";
import { createRecordedPlaces } from "../places/create-recorded-places.ts";
import type { ReadLogOptions } from "../read-log-options.ts";
import { type HookLine, readHookLine } from "./hook-line.ts";

/** What is known of the process whose lines are read. */
interface HookedProcess {
  readonly process: EventProcess;
  readonly offset: number;
  readonly isThread: boolean;
  /** It writes all when it ends. */
  readonly untilEnd: boolean;
  ended: boolean;
}

/** Reads the lines that hooks of `runtime` wrote. */
export function followHookLines(
  sink: LineSink,
  runtime: string,
  { imageRoot }: ReadLogOptions,
): JsonRecordReader {
  const places = createRecordedPlaces({ imageRoot, inside: true });
  let current: HookedProcess | undefined;
  let foreign = false;

  function begin(line: HookLine, offset: number): LineVerdict {
    if (line.coppice !== 1 || line.pid === undefined || line.runtime === undefined)
      return "unreadable";
    leave();
    foreign = line.runtime !== runtime;
    if (foreign) {
      sink.problem(
        offset,
        `this part was written by the hook of ${line.runtime}; read it by itself`,
      );
      return "ignored";
    }
    const process = {
      pid: line.pid,
      ...(line.ppid !== undefined && { parent: line.ppid }),
      ...(line.program !== undefined && { program: line.program }),
    };
    const isThread = line.thread !== undefined;
    current = { process, offset, isThread, untilEnd: line.until === "end", ended: false };
    if (!isThread) sink.emit({ kind: "start", offset, ...timeOf(line), process });
    if (line.late) {
      const reason = `the hook of process ${line.pid} began after its program did`;
      sink.emit({ kind: "lost", offset, code: "late-start", reason });
    }
    return "read";
  }

  /** Says what is missing of the process before. */
  function leave(): void {
    if (current?.untilEnd && !current.ended) {
      const reason = `process ${current.process.pid} was ended before it could write what it loaded`;
      sink.emit({ kind: "lost", offset: current.offset, code: "detached", reason });
    }
    current = undefined;
  }

  function pathOf({ p, m, n }: HookLine): EventPath | undefined {
    if (p === undefined) {
      return n === undefined ? undefined : { known: false, given: n, reason: "name" };
    }
    const path = places.place(p);
    return path.known && m !== undefined ? { ...path, member: m } : path;
  }

  function readUse(line: HookLine, offset: number): LineVerdict {
    if (current === undefined) return foreign ? "ignored" : "unreadable";
    const { process, isThread } = current;
    const time = timeOf(line);
    if (line.k === "end") {
      current.ended = true;
      if (!isThread) sink.emit({ kind: "exit", offset, ...time, process });
      return "read";
    }
    if (line.k === "lost") {
      const code = lossCodes.get(line.c ?? "");
      if (code === undefined) return "unreadable";
      sink.emit({ kind: "lost", offset, code, reason: line.r ?? "the hook says so" });
      return "read";
    }
    const kind = fileKinds.get(line.k ?? "");
    const path = pathOf(line);
    if (kind === undefined || path === undefined) return "unreadable";
    if (kind === "exec") {
      // A child does it, of which no more than that is known.
      const child = { pid: 0, parent: process.pid };
      sink.emit({ kind: "start", offset, ...time, process: child });
      sink.emit({ kind, offset, ...time, process: child, path });
    } else sink.emit({ kind, offset, ...time, process, path });
    return "read";
  }

  return {
    record(cursor, offset) {
      const outcome = readJson(cursor, readHookLine);
      if (!outcome.read || outcome.value === undefined) return "unreadable";
      const line = outcome.value;
      return line.coppice === undefined ? readUse(line, offset) : begin(line, offset);
    },
    end: leave,
  };
}

function timeOf({ t }: HookLine): { readonly time?: number } {
  return t === undefined ? {} : { time: t };
}

const fileKinds: ReadonlyMap<string, FileEvent["kind"]> = new Map(
  (["exec", "call", "map", "load", "read", "open", "stat", "write", "remove"] as const).map(
    (kind) => [kind, kind],
  ),
);

const lossCodes: ReadonlyMap<string, LossCode> = new Map(
  (["dropped", "late-start", "filtered"] as const).map((code) => [code, code]),
);
