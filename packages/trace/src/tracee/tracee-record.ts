import { jsonArray } from "../json/json-array.ts";
import { jsonBoolean } from "../json/json-boolean.ts";
import { jsonDigits } from "../json/json-digits.ts";
import { jsonName } from "../json/json-name.ts";
import { jsonNumber } from "../json/json-number.ts";
import { jsonObject } from "../json/json-object.ts";
import { jsonOneOf } from "../json/json-one-of.ts";
import type { JsonReader } from "../json/json-scan.ts";
import { jsonText } from "../json/json-text.ts";
import { jsonTime } from "../json/json-time.ts";

/** A socket's address. Ports are numbers as text. */
export interface TraceeAddress {
  readonly sun_path: string | undefined;
  readonly sin_addr: string | undefined;
  readonly sin_port: string | undefined;
  readonly sin6_addr: string | undefined;
  readonly sin6_port: string | undefined;
}

/** One argument of an event: numbers are text too. */
export interface TraceeArgument {
  readonly name: string | undefined;
  readonly value: string | TraceeAddress | undefined;
  /** Members of protobuf's own JSON, by the type of the value. */
  readonly str: string | undefined;
  readonly int32: string | undefined;
  readonly int64: string | undefined;
  readonly u_int32: string | undefined;
  readonly u_int64: string | undefined;
  readonly sockaddr: TraceeAddress | undefined;
}

/** A number, which protobuf's JSON can wrap. */
export type TraceeNumber = number | { readonly value: number | undefined };

/** What is read of a line: of an event as it was written until 2025, of one of protocol `v1beta1`, or of a message. */
export interface TraceeRecord {
  /** Nanoseconds or seconds, a date, or both parts of one. */
  readonly timestamp:
    | number
    | { readonly seconds: string | undefined; readonly nanos: number | undefined }
    | undefined;

  readonly eventName: string | undefined;
  readonly hostProcessId: number | undefined;
  readonly hostThreadId: number | undefined;
  readonly hostParentProcessId: number | undefined;
  readonly processId: number | undefined;
  readonly processName: string | undefined;
  readonly syscall: string | undefined;
  readonly executable: { readonly path: string | undefined } | undefined;
  readonly containerId: string | undefined;
  readonly containerName: string | undefined;
  readonly containerImage: string | undefined;
  readonly container:
    | {
        readonly id: string | undefined;
        readonly name: string | undefined;
        readonly image: string | undefined;
        readonly imageDigest: string | undefined;
      }
    | undefined;
  readonly contextFlags: { readonly containerStarted: boolean | undefined } | undefined;
  readonly matchedPolicies: readonly string[] | undefined;
  readonly returnValue: number | undefined;
  readonly args: readonly TraceeArgument[] | undefined;

  readonly name: string | undefined;
  readonly policies: { readonly matched: readonly string[] | undefined } | undefined;
  readonly workload:
    | {
        readonly process:
          | (TraceeProcess & { readonly ancestors: readonly TraceeProcess[] | undefined })
          | undefined;
        readonly container:
          | {
              readonly id: string | undefined;
              readonly name: string | undefined;
              readonly image:
                | {
                    readonly id: string | undefined;
                    readonly name: string | undefined;
                    readonly repo_digests: readonly string[] | undefined;
                  }
                | undefined;
              readonly started: boolean | undefined;
            }
          | undefined;
      }
    | undefined;
  readonly data: readonly TraceeArgument[] | undefined;

  /** Tracee's own messages have a level. */
  readonly level: string | undefined;
  readonly msg: string | undefined;
}

/** A process of protocol `v1beta1`. */
interface TraceeProcess {
  readonly executable: { readonly path: string | undefined } | undefined;
  readonly host_pid: TraceeNumber | undefined;
  readonly pid: TraceeNumber | undefined;
  readonly thread:
    | {
        readonly name: string | undefined;
        readonly host_tid: TraceeNumber | undefined;
        readonly syscall: string | undefined;
      }
    | undefined;
}

const readNumber = jsonOneOf(jsonNumber, jsonObject({ value: jsonNumber }));

const readAddress: JsonReader<TraceeAddress> = jsonObject({
  sun_path: jsonText,
  sin_addr: jsonText,
  sin_port: jsonDigits,
  sin6_addr: jsonText,
  sin6_port: jsonDigits,
});

const readArguments = jsonArray(
  jsonObject({
    name: jsonText,
    value: jsonOneOf(jsonDigits, readAddress),
    str: jsonText,
    int32: jsonDigits,
    int64: jsonDigits,
    u_int32: jsonDigits,
    u_int64: jsonDigits,
    sockaddr: readAddress,
  }),
);

const readPath = jsonObject({ path: jsonText });

const processMembers = {
  executable: readPath,
  host_pid: readNumber,
  pid: readNumber,
  thread: jsonObject({ name: jsonName, host_tid: readNumber, syscall: jsonText }),
};

/** Reads a line. */
export const readTraceeRecord: JsonReader<TraceeRecord> = jsonObject({
  timestamp: jsonOneOf(
    jsonOneOf(jsonTime, jsonNumber),
    jsonObject({ seconds: jsonDigits, nanos: jsonNumber }),
  ),
  eventName: jsonText,
  hostProcessId: jsonNumber,
  hostThreadId: jsonNumber,
  hostParentProcessId: jsonNumber,
  processId: jsonNumber,
  processName: jsonName,
  syscall: jsonText,
  executable: readPath,
  containerId: jsonName,
  containerName: jsonName,
  containerImage: jsonName,
  container: jsonObject({ id: jsonName, name: jsonName, image: jsonName, imageDigest: jsonName }),
  contextFlags: jsonObject({ containerStarted: jsonBoolean }),
  matchedPolicies: jsonArray(jsonText),
  returnValue: jsonNumber,
  args: readArguments,
  name: jsonText,
  policies: jsonObject({ matched: jsonArray(jsonText) }),
  workload: jsonObject({
    process: jsonObject({
      ...processMembers,
      ancestors: jsonArray(jsonObject(processMembers)),
    }),
    container: jsonObject({
      id: jsonName,
      name: jsonName,
      image: jsonObject({ id: jsonName, name: jsonName, repo_digests: jsonArray(jsonName) }),
      started: jsonBoolean,
    }),
  }),
  data: readArguments,
  level: jsonText,
  msg: jsonText,
});
