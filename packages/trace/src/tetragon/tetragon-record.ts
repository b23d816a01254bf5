import { jsonArray } from "../json/json-array.ts";
import { jsonDigits } from "../json/json-digits.ts";
import { jsonName } from "../json/json-name.ts";
import { jsonNumber } from "../json/json-number.ts";
import { jsonObject } from "../json/json-object.ts";
import { type JsonReader, type JsonScan, skipValue } from "../json/json-scan.ts";
import { jsonText } from "../json/json-text.ts";
import { jsonTime } from "../json/json-time.ts";
import { skipText } from "../lines/cursor.ts";

/** What is read of a `Process` message. Names of members are those of the protocol's JSON. */
export interface TetragonProcess {
  readonly exec_id: string | undefined;
  readonly pid: number | undefined;
  readonly cwd: string | undefined;
  readonly binary: string | undefined;
  /** Words such as `execve`, `clone`, `procFS`, with spaces between. */
  readonly flags: string | undefined;
  /** Of its exec, in seconds since 1970. */
  readonly start_time: number | undefined;
  /** The beginning of the container's id. */
  readonly docker: string | undefined;
  readonly pod:
    | {
        readonly container:
          | {
              /** With the runtime before it: `containerd://…`. */
              readonly id: string | undefined;
              readonly name: string | undefined;
              readonly image:
                | { readonly id: string | undefined; readonly name: string | undefined }
                | undefined;
            }
          | undefined;
      }
    | undefined;
}

/** A file or path argument. Until 2022 the path began without a slash, below `mount`. */
export interface TetragonFile {
  readonly path: string | undefined;
  readonly mount: string | undefined;
  readonly flags: string | undefined;
}

/** One argument of a function, in the member of its type. */
export interface TetragonArgument {
  readonly file_arg: TetragonFile | undefined;
  readonly path_arg: TetragonFile | undefined;
  readonly linux_binprm_arg: TetragonFile | undefined;
  readonly string_arg: string | undefined;
  readonly int_arg: string | undefined;
  readonly uint_arg: string | undefined;
  readonly long_arg: string | undefined;
  readonly size_arg: string | undefined;
  readonly sock_arg:
    | {
        readonly saddr: string | undefined;
        readonly sport: number | undefined;
        readonly daddr: string | undefined;
        readonly dport: number | undefined;
      }
    | undefined;
  readonly sockaddr_arg:
    | { readonly addr: string | undefined; readonly port: number | undefined }
    | undefined;
  readonly sockaddrun_arg: { readonly path: string | undefined } | undefined;
}

/** An event. A process is a text, its `exec_id`, where `isKnown` took that. */
export interface TetragonEvent {
  readonly process: string | TetragonProcess | undefined;
  readonly parent: string | TetragonProcess | undefined;
  readonly function_name: string | undefined;
  readonly event: string | undefined;
  readonly args: readonly TetragonArgument[] | undefined;
  readonly return: TetragonArgument | undefined;
  /** What Tetragon did, such as `KPROBE_ACTION_OVERRIDE`, which makes the function fail. */
  readonly action: string | undefined;
  readonly policy_name: string | undefined;
  /** File of a loader or user probe event. */
  readonly path: string | undefined;
  /** `THROTTLE_START` or `THROTTLE_STOP`. */
  readonly type: string | undefined;
  readonly ip: string | undefined;
  readonly port: number | undefined;
  readonly source_ip: string | undefined;
  readonly source_port: number | undefined;
  readonly destination_ip: string | undefined;
  readonly destination_port: number | undefined;
}

/** One record: `GetEventsResponse` of the protocol. */
export interface TetragonRecord {
  readonly process_exec: TetragonEvent | undefined;
  readonly process_exit: TetragonEvent | undefined;
  readonly process_kprobe: TetragonEvent | undefined;
  readonly process_tracepoint: TetragonEvent | undefined;
  readonly process_lsm: TetragonEvent | undefined;
  readonly process_uprobe: TetragonEvent | undefined;
  readonly process_usdt: TetragonEvent | undefined;
  readonly process_loader: TetragonEvent | undefined;
  readonly process_throttle: TetragonEvent | undefined;
  /** These four are of Tetragon Enterprise and of 2022. */
  readonly process_connect: TetragonEvent | undefined;
  readonly process_accept: TetragonEvent | undefined;
  readonly process_listen: TetragonEvent | undefined;
  readonly process_close: TetragonEvent | undefined;
  readonly rate_limit_info:
    | { readonly number_of_dropped_process_events: string | undefined }
    | undefined;
  readonly node_name: string | undefined;
  /** Seconds since 1970. */
  readonly time: number | undefined;
}

/** What is read of a line: a record, one that came through the gateway to HTTP, or a message of Tetragon itself. */
export interface TetragonLine extends TetragonRecord {
  readonly result: TetragonRecord | undefined;
  readonly level: string | undefined;
  readonly msg: string | undefined;
}

const readFile = jsonObject({ path: jsonText, mount: jsonText, flags: jsonText });

const readArgument: JsonReader<TetragonArgument> = jsonObject({
  file_arg: readFile,
  path_arg: readFile,
  linux_binprm_arg: readFile,
  string_arg: jsonText,
  int_arg: jsonDigits,
  uint_arg: jsonDigits,
  long_arg: jsonDigits,
  size_arg: jsonDigits,
  sock_arg: jsonObject({
    saddr: jsonText,
    sport: jsonNumber,
    daddr: jsonText,
    dport: jsonNumber,
  }),
  sockaddr_arg: jsonObject({ addr: jsonText, port: jsonNumber }),
  sockaddrun_arg: jsonObject({ path: jsonText }),
});

const readWholeProcess: JsonReader<TetragonProcess> = jsonObject({
  exec_id: jsonName,
  pid: jsonNumber,
  cwd: jsonText,
  binary: jsonText,
  flags: jsonText,
  start_time: jsonTime,
  docker: jsonName,
  pod: jsonObject({
    container: jsonObject({
      id: jsonName,
      name: jsonName,
      image: jsonObject({ id: jsonName, name: jsonName }),
    }),
  }),
});

/** A reader of records that does not read again what it has read of a process for which `isKnown` holds. */
export function tetragonRecord(isKnown: (execId: string) => boolean): JsonReader<TetragonLine> {
  const readProcess: JsonReader<string | TetragonProcess> = (scan) => {
    const { at } = scan;
    const execId = readExecId(scan);
    const known = execId !== undefined && isKnown(execId);
    scan.at = at;
    if (!known) return readWholeProcess(scan);
    skipValue(scan);
    return execId;
  };
  const readEvent: JsonReader<TetragonEvent> = jsonObject({
    process: readProcess,
    parent: readProcess,
    function_name: jsonText,
    event: jsonText,
    args: jsonArray(readArgument),
    return: readArgument,
    action: jsonText,
    policy_name: jsonText,
    path: jsonText,
    type: jsonText,
    ip: jsonText,
    port: jsonNumber,
    source_ip: jsonText,
    source_port: jsonNumber,
    destination_ip: jsonText,
    destination_port: jsonNumber,
  });
  const members = {
    process_exec: readEvent,
    process_exit: readEvent,
    process_kprobe: readEvent,
    process_tracepoint: readEvent,
    process_lsm: readEvent,
    process_uprobe: readEvent,
    process_usdt: readEvent,
    process_loader: readEvent,
    process_throttle: readEvent,
    process_connect: readEvent,
    process_accept: readEvent,
    process_listen: readEvent,
    process_close: readEvent,
    rate_limit_info: jsonObject({ number_of_dropped_process_events: jsonDigits }),
    node_name: jsonText,
    time: jsonTime,
  };
  return jsonObject({
    ...members,
    result: jsonObject(members),
    level: jsonText,
    msg: jsonText,
  });
}

const head = '{"exec_id":';

/** The id of the process at the place, if it stands where Tetragon writes it. */
function readExecId(scan: JsonScan): string | undefined {
  return skipText(scan, head) ? jsonText(scan) : undefined;
}
