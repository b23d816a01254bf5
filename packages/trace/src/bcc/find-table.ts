/** What the lines of a tool show. */
type BccUse =
  | "open"
  | "stat"
  | "exec"
  | "attempt"
  | "exit"
  | "remove"
  | "connect"
  | "accept"
  | "listen";

/** A table that a tool writes. */
export interface BccTable {
  readonly use: BccUse;
  /** Its columns as the header names them. */
  readonly columns: readonly string[];
  /** Where the header has the column of a program's name, of {@link nameColumns}; -1 when it has none. */
  readonly nameAt: number;
}

/** Names of the column of a program's name. */
export const nameColumns: readonly string[] = ["PCOMM", "COMM"];

/** Columns of the tools in their order: those with `?` depend on options, those before `|` have had another name. */
const tools: readonly (readonly [BccUse, string])[] = [
  ["open", "TIME? TIME(s)? UID? PID|TID COMM FD ERR FLAGS? MODE? PATH|PATH/CALLER"],
  ["stat", "TIME? TIME(s)? PID COMM RET? ERR PATH"],
  ["exec", "TIME? TIME(s)? UID? PCOMM|COMM PID PPID? RET ARGS"],
  ["attempt", "TIME|TIME(ms) PID PPID? ARGS"],
  ["exit", "TIME? LABEL? PCOMM PID PPID TID AGE(s) EXIT_CODE"],
  ["remove", "TIME PID COMM AGE(s) FILE"],
  ["connect", "TIME? TIME(s)? UID? PID COMM IP? SADDR LPORT|SPORT? DADDR DPORT QUERY?"],
  ["accept", "TIME? TIME(s)? PID COMM IP? RADDR RPORT LADDR LPORT BL?"],
  ["listen", "PID COMM NETNS? PROTO BACKLOG PORT ADDR"],
  ["listen", "PID COMM NETNS? PROTO BACKLOG ADDR PORT"],
];

const longestHeader = 200;

/** The table that a line is the header of. */
export function findTable(line: string): BccTable | undefined {
  if (line.length > longestHeader) return undefined;
  const columns = line.split(" ").filter((name) => name !== "");
  for (const [use, known] of tools) {
    if (!matches(columns, known.split(" "))) continue;
    const name = nameColumns.find((column) => columns.includes(column));
    return { use, columns, nameAt: name === undefined ? -1 : line.indexOf(name) };
  }
  return undefined;
}

function matches(columns: readonly string[], known: readonly string[]): boolean {
  let index = 0;
  for (const column of known) {
    const optional = column.endsWith("?");
    const names = (optional ? column.slice(0, -1) : column).split("|");
    if (names.some((name) => isColumn(columns[index], name))) index++;
    else if (!optional) return false;
  }
  return index === columns.length;
}

/** exitsnoop writes the time zone into the header, as `TIME-UTC`. */
function isColumn(column: string | undefined, name: string): boolean {
  return column === name || (name === "TIME" && column?.startsWith("TIME-") === true);
}
