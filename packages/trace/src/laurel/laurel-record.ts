import { jsonArray } from "../json/json-array.ts";
import { jsonNumber } from "../json/json-number.ts";
import { jsonObject } from "../json/json-object.ts";
import { jsonOneOf } from "../json/json-one-of.ts";
import type { JsonReader } from "../json/json-scan.ts";
import { jsonText } from "../json/json-text.ts";
import { char } from "../lines/cursor.ts";

/** A number, as a text where it is hexadecimal or octal (`"0x9"`, `"0o100755"`) or where laurel gives its name. */
type LaurelNumber = string | number | undefined;

/** What is read of `SYSCALL` and `URINGOP`. Names of members are laurel's. */
export interface LaurelCall {
  readonly arch: LaurelNumber;
  readonly syscall: LaurelNumber;
  readonly SYSCALL: string | undefined;
  readonly uring_op: LaurelNumber;
  readonly success: string | undefined;
  readonly exit: LaurelNumber;
  readonly items: number | undefined;
  readonly ppid: number | undefined;
  readonly pid: number | undefined;
  readonly exe: string | undefined;
  readonly ARGV: readonly string[] | undefined;
  readonly a0: LaurelNumber;
  readonly a1: LaurelNumber;
  readonly a2: LaurelNumber;
  readonly a3: LaurelNumber;
}

/** What is read of one path. */
export interface LaurelPath {
  readonly item: number | undefined;
  readonly name: string | undefined;
  readonly inode: LaurelNumber;
  readonly mode: string | undefined;
  readonly nametype: string | undefined;
  readonly objtype: string | undefined;
}

/** What is read of `SOCKADDR`: the bytes, or what auditd or laurel made of them. */
export interface LaurelAddress {
  readonly saddr: string | undefined;
  readonly SADDR:
    | string
    | {
        readonly laddr: string | undefined;
        readonly lport: LaurelNumber;
        readonly path: string | undefined;
      }
    | undefined;
}

/** What is read of a record of the daemon. */
interface LaurelDaemon {
  readonly op: string | undefined;
}

/** What is read of one event. */
export interface LaurelRecord {
  readonly ID: string | undefined;
  readonly NODE: string | undefined;
  readonly SYSCALL: LaurelCall | undefined;
  readonly URINGOP: LaurelCall | undefined;
  readonly CWD: { readonly cwd: string | undefined } | undefined;
  readonly PATH: readonly LaurelPath[] | undefined;
  readonly SOCKADDR: LaurelAddress | undefined;
  readonly MMAP: { readonly fd: number | undefined } | undefined;
  readonly OPENAT2: { readonly oflag: LaurelNumber; readonly resolve: LaurelNumber } | undefined;
  readonly CONTAINER_INFO: { readonly ID: string | undefined } | undefined;
  readonly DAEMON_START: LaurelDaemon | undefined;
  readonly DAEMON_END: LaurelDaemon | undefined;
  readonly DAEMON_ABORT: LaurelDaemon | undefined;
  readonly DAEMON_ERR: LaurelDaemon | undefined;
  readonly CONFIG_CHANGE:
    | {
        readonly op: string | undefined;
        readonly audit_enabled: LaurelNumber;
        readonly old: LaurelNumber;
        readonly lost: LaurelNumber;
      }
    | undefined;
}

const word: JsonReader<string | number> = jsonOneOf(jsonText, jsonNumber);

/** Records of a type are an object, or a list of which the first counts, by the type and laurel's version. */
function first<Value>(read: JsonReader<Value>): JsonReader<Value> {
  const list = jsonArray(read);
  return (scan) => (scan.bytes[scan.at] === char.openBracket ? list(scan)?.[0] : read(scan));
}

const call: JsonReader<LaurelCall> = jsonObject({
  arch: word,
  syscall: word,
  SYSCALL: jsonText,
  uring_op: word,
  success: jsonText,
  exit: word,
  items: jsonNumber,
  ppid: jsonNumber,
  pid: jsonNumber,
  exe: jsonText,
  ARGV: jsonArray(jsonText),
  a0: word,
  a1: word,
  a2: word,
  a3: word,
});

const path: JsonReader<LaurelPath> = jsonObject({
  item: jsonNumber,
  name: jsonText,
  inode: word,
  mode: jsonText,
  nametype: jsonText,
  objtype: jsonText,
});

const daemon: JsonReader<LaurelDaemon> = first(jsonObject({ op: jsonText }));

/** Reads one event. */
export const laurelRecord: JsonReader<LaurelRecord> = jsonObject({
  ID: jsonText,
  NODE: jsonText,
  SYSCALL: first(call),
  URINGOP: first(call),
  CWD: first(jsonObject({ cwd: jsonText })),
  PATH: jsonArray(path),
  SOCKADDR: first(
    jsonObject({
      saddr: jsonText,
      SADDR: jsonOneOf(jsonText, jsonObject({ laddr: jsonText, lport: word, path: jsonText })),
    }),
  ),
  MMAP: first(jsonObject({ fd: jsonNumber })),
  OPENAT2: first(jsonObject({ oflag: word, resolve: word })),
  CONTAINER_INFO: first(jsonObject({ ID: jsonText })),
  DAEMON_START: daemon,
  DAEMON_END: daemon,
  DAEMON_ABORT: daemon,
  DAEMON_ERR: daemon,
  CONFIG_CHANGE: first(jsonObject({ op: jsonText, audit_enabled: word, old: word, lost: word })),
});
