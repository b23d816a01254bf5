import { decodeName } from "@coppice/image";
import type { EventPath, EventProcess, FileEvent } from "@coppice/types";
import {
  type Cursor,
  char,
  isDigit,
  peek,
  readDigits,
  skipSpaces,
  skipText,
} from "../lines/cursor.ts";
import { cutLine } from "../lines/cut-line.ts";
import type { LineReader, LineSink } from "../lines/read-lines.ts";
import { createRecordedPlaces } from "../places/create-recorded-places.ts";
import type { ReadLogOptions } from "../read-log-options.ts";

/** A process, as its loader tells of it. */
interface Loading {
  info: EventProcess;
  /** The last file that the loader tried to open. */
  tried: string;
  /** Uses of a program whose name is still to come; `undefined` once it runs. */
  held: FileUse[] | undefined;
  /** Libraries that it mapped, by the names that the loader calls them. */
  readonly names: Set<string>;
}

interface FileUse {
  readonly kind: FileEvent["kind"];
  readonly offset: number;
  readonly path: EventPath;
}

/** So many uses and names are kept for all processes: more than the libraries of those that begin at one time. */
const mostKept = 16_384;

/** More processes than load libraries at one time. */
const mostProcesses = 16_384;

/** Reads what the loader of glibc writes for `LD_DEBUG=libs,files`, of any number of processes. */
export function createLoaderReader(
  sink: LineSink,
  { imageRoot }: ReadLogOptions,
  ended: () => boolean,
): LineReader {
  const places = createRecordedPlaces({ imageRoot, inside: true });
  const byPid = new Map<number, Loading>();
  let heldCount = 0;
  let nameCount = 0;

  function loadingOf(pid: number): Loading {
    const known = byPid.get(pid);
    if (known) return known;
    const loading: Loading = { info: { pid }, tried: "", held: [], names: new Set() };
    byPid.set(pid, loading);
    if (byPid.size > Math.min(sink.limits.processes, mostProcesses)) {
      for (const [oldest, { info, held, names }] of byPid) {
        release(info, held);
        nameCount -= names.size;
        byPid.delete(oldest);
        break;
      }
    }
    return loading;
  }

  function release(process: EventProcess, held: readonly FileUse[] = []): void {
    heldCount -= held.length;
    for (const { kind, offset, path } of held) sink.emit({ kind, offset, process, path });
  }

  function use(
    { held, info }: Loading,
    kind: FileEvent["kind"],
    offset: number,
    path: EventPath,
  ): void {
    if (held && heldCount < mostKept) {
      heldCount++;
      held.push({ kind, offset, path });
    } else sink.emit({ kind, offset, process: info, path });
  }

  /** The program is named when all that it is linked to is there, and then begins to run. */
  function begin(loading: Loading, offset: number, given: string): void {
    const { pid } = loading.info;
    loading.info = { pid, program: given };
    const path: EventPath = given.includes("/")
      ? places.place(given)
      : { known: false, given, reason: "name" };
    sink.emit({ kind: "exec", offset, process: loading.info, path });
    release(loading.info, loading.held);
    loading.held = undefined;
  }

  /** Whoever asks for a library and is neither the program nor one of its libraries has taken the program's place. */
  function asks(loading: Loading, by: string): void {
    const { held, info, names } = loading;
    if (held || by === info.program || names.has(by)) return;
    loading.held = [];
    loading.info = { pid: loading.info.pid };
    nameCount -= names.size;
    names.clear();
  }

  function map(loading: Loading, offset: number, name: string): void {
    const { tried, names } = loading;
    const file = name.includes("/") ? name : baseName(tried) === name ? tried : undefined;
    if (file === undefined) {
      // With `LD_DEBUG=files` alone the loader does not say what it tried.
      use(loading, "map", offset, { known: false, given: name, reason: "name" });
      return;
    }
    if (nameCount < mostKept && !names.has(file)) {
      nameCount++;
      names.add(file);
    }
    use(loading, "map", offset, places.place(file));
  }

  return {
    line(cursor, offset) {
      if (ended()) {
        sink.emit(cutLine(offset));
        return "read";
      }
      const pid = cursor.end - cursor.at > longestLine ? -1 : readPid(cursor);
      if (pid < 0) return isHeading(cursor) ? "ignored" : "unreadable";
      skipSpaces(cursor);
      const fact = readFact(cursor);
      if (fact === undefined) return "ignored";
      const loading = loadingOf(pid);
      const { what, name, by } = fact;
      if (what === "tries") loading.tried = name;
      else if (what === "asks") asks(loading, by);
      else if (what === "maps") map(loading, offset, name);
      else if (what === "runs") begin(loading, offset, name);
      else if (name.startsWith("/")) use(loading, "load", offset, places.place(name));
      return "read";
    },
    end() {
      for (const { info, held } of byPid.values()) release(info, held);
    },
  };
}

/** More bytes than a line with two paths has. */
const longestLine = 1 << 14;

function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** Reads the process's number, which stands before each line of its loader; -1 when there is none. */
export function readPid(cursor: Cursor): number {
  const start = cursor.at;
  skipSpaces(cursor);
  if (!isDigit(peek(cursor))) {
    cursor.at = start;
    return -1;
  }
  const pid = readDigits(cursor);
  if (pid >= 0 && skipText(cursor, ":") && skipText(cursor, "\t")) return pid;
  cursor.at = start;
  return -1;
}

/** What tail and head write between files of `LD_DEBUG_OUTPUT`. */
function isHeading({ bytes, at, end }: Cursor): boolean {
  return (
    bytes[at] === char.equals &&
    bytes[at + 1] === char.equals &&
    bytes[at + 2] === char.greater &&
    bytes[end - 1] === char.equals
  );
}

/** What one line says. */
interface LoaderFact {
  /** It tries a file, is asked for a library, maps one, runs its constructors, or runs the program. */
  readonly what: "tries" | "asks" | "maps" | "initialises" | "runs";
  readonly name: string;
  /** The program or library that asks. */
  readonly by: string;
}

/** Reads a line behind the process's number; `undefined` for one that says nothing of what is used. */
export function readFact(cursor: Cursor): LoaderFact | undefined {
  if (skipText(cursor, "trying file=")) return { what: "tries", name: restOf(cursor), by: "" };
  if (skipText(cursor, "calling init: "))
    return { what: "initialises", name: restOf(cursor), by: "" };
  if (skipText(cursor, "initialize program: "))
    return { what: "runs", name: restOf(cursor), by: "" };
  if (!skipText(cursor, "file=")) return undefined;
  const rest = restOf(cursor);
  const end = rest.indexOf(" [");
  const close = rest.indexOf("];  ", end);
  if (end < 0 || close < 0) return undefined;
  const name = rest.slice(0, end);
  const said = rest.slice(close + 4);
  if (said === "generating link map") return { what: "maps", name, by: "" };
  for (const asked of ["needed by ", "dynamically loaded by "]) {
    if (!said.startsWith(asked)) continue;
    const last = said.lastIndexOf(" [");
    return { what: "asks", name, by: said.slice(asked.length, last < 0 ? undefined : last) };
  }
  return undefined;
}

function restOf({ bytes, at, end }: Cursor): string {
  return decodeName(bytes.subarray(at, end));
}
