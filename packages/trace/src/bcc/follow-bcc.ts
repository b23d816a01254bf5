import type { EventPath, FileEvent, NetworkEvent } from "@coppice/types";
import { type Cursor, char, peek } from "../lines/cursor.ts";
import { cutLine } from "../lines/cut-line.ts";
import { damagedPath } from "../lines/damaged-path.ts";
import { createDayClock } from "../lines/day-clock.ts";
import { networkAddress } from "../lines/network-address.ts";
import { createProcessCache } from "../lines/process-cache.ts";
import { rawText } from "../lines/raw-text.ts";
import type { LineReader, LineSink } from "../lines/read-lines.ts";
import { createRecordedPlaces } from "../places/create-recorded-places.ts";
import type { ReadLogOptions } from "../read-log-options.ts";
import { type BccTable, findTable } from "./find-table.ts";
import { firstArgument } from "./first-argument.ts";
import { kindOfOpen } from "./kind-of-open.ts";
import { pathInRow } from "./path-in-row.ts";
import { readNotice } from "./read-notice.ts";
import { type BccRow, createRowReader, type RowReader } from "./read-row.ts";
import { readTime } from "./read-time.ts";

/** Reads the lines of one log; `ended` says that the line has no line end. */
export function followBcc(
  sink: LineSink,
  options: ReadLogOptions,
  ended: () => boolean,
): LineReader {
  const places = createRecordedPlaces({ imageRoot: options.imageRoot, inside: true });
  const processOf = createProcessCache(sink.limits.processes);
  const sinceMidnight = createDayClock();
  let table: BccTable | undefined;
  let readRow: RowReader = () => undefined;
  let bpftrace = false;
  let isOpensnoop = false;

  function emitRow({ use, columns }: BccTable, row: BccRow, offset: number): void {
    const pid = row.number("PID") ?? row.number("TID") ?? 0;
    const parent = row.number("PPID");
    const at = readTime(row, columns);
    const time = at && { time: at.ofDay ? sinceMidnight(at.seconds) : at.seconds };

    const emitUse = (kind: FileEvent["kind"], path: EventPath, program?: string | null): void => {
      sink.emit({ kind, offset, ...time, process: processOf(pid, { parent, program }), path });
    };
    const emitNetwork = (kind: NetworkEvent["kind"], address: string, port: string): void => {
      const process = processOf(pid, { parent });
      const whole = networkAddress(row.text(address), row.text(port));
      sink.emit({ kind, offset, ...time, process, address: whole });
    };
    const pathIn = (column: string): EventPath => pathInRow(row, column, places, bpftrace);

    switch (use) {
      case "open": {
        if (row.number("ERR") !== 0) return;
        // statsnoop has the same header, but what it shows never returns more than 0.
        if ((row.number("FD") ?? 0) > 0) isOpensnoop = true;
        const path = pathIn(columns.at(-1) ?? "");
        emitUse(isOpensnoop ? kindOfOpen(row.number("FLAGS", 8)) : "stat", path);
        return;
      }
      case "stat":
        if (row.number("ERR") === 0) emitUse("stat", pathIn("PATH"));
        return;
      case "exec": {
        if (row.number("RET") !== 0) return;
        const { text, truncated } = firstArgument(row.text("ARGS"), options.files);
        const path = damagedPath(text, undefined, truncated) ?? places.place(text);
        emitUse("exec", path, path.known ? text : null);
        return;
      }
      case "attempt": {
        // The arguments of a call that may fail, the first of which is the name that the program is to see.
        const { text } = firstArgument(row.text("ARGS"), undefined);
        emitUse("exec", { known: false, given: text, reason: "name" }, null);
        return;
      }
      case "exit":
        if (row.number("TID") !== pid) return;
        sink.emit({ kind: "exit", offset, ...time, process: processOf(pid, { parent }) });
        return;
      case "remove":
        emitUse("remove", pathIn("FILE"));
        return;
      case "connect":
        emitNetwork("connect", "DADDR", "DPORT");
        return;
      case "accept":
        emitNetwork("accept", "LADDR", "LPORT");
        return;
      case "listen":
        if (row.text("PROTO").startsWith("TCP")) emitNetwork("listen", "ADDR", "PORT");
        return;
      default:
        use satisfies never;
    }
  }

  function takeNotice(line: Cursor, offset: number): boolean {
    const notice = readNotice(line);
    if (notice?.kind === "lost") {
      const { count } = notice;
      sink.emit({ kind: "lost", offset, code: "dropped", count, reason: "the buffer was full" });
    } else if (notice?.bpftrace) bpftrace = true;
    return notice !== undefined;
  }

  return {
    line(cursor, offset) {
      if (cursor.at === cursor.end) return "ignored";
      const start = cursor.at;
      const row = readRow(cursor);
      if (row && table && !ended()) {
        emitRow(table, row, offset);
        return "read";
      }
      const found = findTable(rawText(cursor.bytes, start, cursor.end));
      if (found) {
        table = found;
        readRow = createRowReader(found);
        isOpensnoop = found.columns.includes("FLAGS");
        return "ignored";
      }
      const callers = table?.columns.at(-1) === "PATH/CALLER" && peek(cursor) === char.space;
      if (callers || takeNotice(cursor, offset)) return "ignored";
      if (!table || !ended()) return "unreadable";
      sink.emit(cutLine(offset));
      return "read";
    },
  };
}
