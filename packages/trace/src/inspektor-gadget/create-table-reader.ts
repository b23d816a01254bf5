import { type Cursor, char } from "../lines/cursor.ts";
import { rawText } from "../lines/raw-text.ts";
import type { GadgetEvent } from "./gadget-event.ts";

/** A column, by places in characters. */
export interface TableColumn {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** Text begins where the name does, numbers may be longer to either side. */
  readonly isText: boolean;
}

const mark = "…";
const longestHeader = 1000;

/** Reads the lines of tables: a header, a row, or `undefined` for a line of another kind. */
export function createTableReader(): (line: Cursor) => "header" | GadgetEvent | undefined {
  let columns: readonly TableColumn[] | undefined;
  return (line) => {
    if (columns === undefined && !mayBeHeader(line)) return undefined;
    const text = rawText(line.bytes, line.at, line.end);
    const header = readHeader(text);
    if (header) {
      columns = header;
      return "header";
    }
    return columns && readRow(text, columns);
  };
}

/** Says at once that most lines are none. */
function mayBeHeader(line: Cursor): boolean {
  let at = line.at;
  while (line.bytes[at] === char.space) at++;
  const first = line.bytes[at] ?? 0;
  return first >= letterA && first < letterA + 26 && line.end - line.at <= longestHeader;
}

const letterA = 0x41;

/** The columns of a header; one has a process and what it did. */
export function readHeader(text: string): readonly TableColumn[] | undefined {
  const columns: TableColumn[] = [];
  let start = 0;
  const letters = Array.from(text);
  for (let at = 0; at <= letters.length; at++) {
    const letter = letters[at] ?? " ";
    if (letter !== " ") {
      if (!isNameLetter(letter)) return undefined;
      continue;
    }
    if (at > start) {
      const name = letters.slice(start, at).join("");
      columns.push({ name, start, end: at, isText: !numbers.has(name) });
    }
    start = at + 1;
  }
  const names = new Set(columns.map(({ name }) => name));
  const isTable = names.has("COMM") && names.has("PID") && columns.length > 2;
  return isTable ? columns : undefined;
}

function isNameLetter(letter: string): boolean {
  return (letter >= "A" && letter <= "Z") || otherNameLetters.has(letter);
}

/** `8` is that of `K8S`. */
const otherNameLetters: ReadonlySet<string> = new Set([".", "_", "8", mark]);

const numbers: ReadonlySet<string> = new Set([
  "PID",
  "TID",
  "PPID",
  "UID",
  "GID",
  "FD",
  "ERR",
  "RET",
  "MNTNS_ID",
]);

function readRow(text: string, columns: readonly TableColumn[]): GadgetEvent | undefined {
  const letters = Array.from(text);
  const cell = (name: string): string | undefined => {
    const exact = columns.findIndex((column) => column.name === name);
    const index = exact < 0 ? columns.findIndex((column) => isCut(column.name, name)) : exact;
    const column = columns[index];
    return column && cellOf(letters, column, columns[index + 1]);
  };
  const pid = numberOf(cell("PID"));
  const error = cell("ERROR");
  // Else the row does not stand below the header, and would look like that of a failed call.
  const isError = error === undefined || error === "" || /^[A-Z][A-Z0-9]*…?$/.test(error);
  if (pid === undefined || !isError) return undefined;
  const fname = cell("FNAME") ?? cell("PATH");
  const args = cell("ARGS");
  const containerName = containerColumns.map(cell).find((name) => name !== undefined);
  const [firstArgument = ""] = (args ?? "").split(/[ \u00a0]/, 1);
  return {
    pid,
    ppid: numberOf(cell("PPID")),
    fd: numberOf(cell("FD")),
    fname,
    args,
    cut: (fname ?? firstArgument).endsWith(mark),
    error,
    err: numberOf(cell("ERR")),
    ret: numberOf(cell("RET")),
    runtime: containerName === undefined ? undefined : { containerName },
  };
}

/** Columns of a container's name, by versions. */
const containerColumns: readonly string[] = [
  "RUNTIME.CONTAINERNAME",
  "K8S.CONTAINERNAME",
  "K8S.CONTAINER",
  "CONTAINER",
];

/** Whether a header is one of this tool, which tells the container of each process. */
export function hasContainers(columns: readonly TableColumn[]): boolean {
  return columns.some(({ name }) =>
    containerColumns.some((known) => name === known || isCut(name, known)),
  );
}

/** Whether a name is the beginning of another, as a header shows one that has no room. */
function isCut(name: string, whole: string): boolean {
  return name.endsWith(mark) && name.length > 1 && whole.startsWith(name.slice(0, -1));
}

function cellOf(
  letters: readonly string[],
  column: TableColumn,
  next: TableColumn | undefined,
): string {
  const { start, end } = column.isText
    ? { start: column.start, end: next && (next.isText ? next : wordIn(letters, next)).start }
    : wordIn(letters, column);
  return letters.slice(start, end).join("").trim();
}

/** Where the word stands that reaches into a column; the column's own place when there is none. */
function wordIn(
  letters: readonly string[],
  column: TableColumn,
): Pick<TableColumn, "start" | "end"> {
  const isLetter = (at: number): boolean => (letters[at] ?? " ") !== " ";
  let start = column.start;
  while (start < column.end && !isLetter(start)) start++;
  if (start === column.end) return column;
  let end = start;
  while (isLetter(end)) end++;
  while (start > 0 && isLetter(start - 1)) start--;
  return { start, end };
}

function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && /^-?\d{1,10}$/.test(text) ? Number(text) : undefined;
}
