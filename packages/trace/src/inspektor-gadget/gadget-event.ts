import { jsonArray } from "../json/json-array.ts";
import { jsonNumber } from "../json/json-number.ts";
import { jsonObject } from "../json/json-object.ts";
import { jsonOneOf } from "../json/json-one-of.ts";
import { jsonText } from "../json/json-text.ts";
import { jsonTime } from "../json/json-time.ts";
import { readJson } from "../json/read-json.ts";
import type { Cursor } from "../lines/cursor.ts";

/**
 * An event as image-based gadgets write it (`fname`, `proc`, `error`), as the built-in ones before them did (`path`, `pid`,
 * `err`, `ret`), or a row of a table.
 */
export interface GadgetEvent {
  readonly type?: string | undefined;
  readonly operation?: string | undefined;
  readonly message?: string | undefined;
  /** Seconds since 1970; nanoseconds in the built-in gadgets. */
  readonly timestamp?: number | undefined;
  readonly runtime?: GadgetRuntime | undefined;
  readonly k8s?: { readonly containerName?: string | undefined } | undefined;
  readonly container?: string | undefined;
  readonly proc?: GadgetProcess | undefined;
  readonly pid?: number | undefined;
  readonly ppid?: number | undefined;
  readonly error?: string | undefined;
  readonly error_raw?: number | undefined;
  readonly err?: number | undefined;
  readonly ret?: number | undefined;
  readonly retval?: number | undefined;
  readonly fd?: number | undefined;
  readonly fname?: string | undefined;
  readonly path?: string | undefined;
  readonly fullPath?: string | undefined;
  /** Names; a number in early versions. */
  readonly flags?: string | readonly string[] | number | undefined;
  readonly flags_raw?: number | undefined;
  readonly args?: string | readonly string[] | undefined;
  readonly cwd?: string | undefined;
  readonly file?: string | undefined;
  readonly exepath?: string | undefined;
  readonly fctime?: number | undefined;
  readonly src?: GadgetEndpoint | undefined;
  readonly dst?: GadgetEndpoint | undefined;
  readonly latency?: string | number | undefined;
  /** The table had no room for the whole path. */
  readonly cut?: boolean;
}

/** What the container runtime says of the process's container; all is empty for one of the host. */
interface GadgetRuntime {
  readonly containerId?: string | undefined;
  readonly containerName?: string | undefined;
  readonly containerImageName?: string | undefined;
  readonly containerImageDigest?: string | undefined;
}

interface GadgetProcess {
  readonly pid?: number | undefined;
  readonly parent?: { readonly pid?: number | undefined } | undefined;
}

interface GadgetEndpoint {
  readonly addr?: string | undefined;
  readonly port?: number | undefined;
}

const endpoint = jsonObject({ addr: jsonText, port: jsonNumber });

const event = jsonObject({
  type: jsonText,
  operation: jsonText,
  message: jsonText,
  timestamp: jsonOneOf(jsonTime, jsonNumber),
  runtime: jsonObject({
    containerId: jsonText,
    containerName: jsonText,
    containerImageName: jsonText,
    containerImageDigest: jsonText,
  }),
  k8s: jsonObject({ containerName: jsonText }),
  container: jsonText,
  proc: jsonObject({ pid: jsonNumber, parent: jsonObject({ pid: jsonNumber }) }),
  pid: jsonNumber,
  ppid: jsonNumber,
  error: jsonText,
  error_raw: jsonNumber,
  err: jsonNumber,
  ret: jsonNumber,
  retval: jsonNumber,
  fd: jsonNumber,
  fname: jsonText,
  path: jsonText,
  fullPath: jsonText,
  flags: jsonOneOf(jsonText, jsonOneOf(jsonNumber, jsonArray(jsonText))),
  flags_raw: jsonNumber,
  args: jsonOneOf(jsonText, jsonArray(jsonText)),
  cwd: jsonText,
  file: jsonText,
  exepath: jsonText,
  fctime: jsonNumber,
  src: endpoint,
  dst: endpoint,
  latency: jsonOneOf(jsonText, jsonNumber),
});

/** Reads an event, a JSON object; `undefined` when it is none of a gadget. */
export function readGadgetEvent(record: Cursor): GadgetEvent | undefined {
  const outcome = readJson(record, event);
  const value = outcome.read ? outcome.value : undefined;
  const isEvent = (value?.proc?.pid ?? value?.pid ?? value?.message) !== undefined;
  return isEvent ? value : undefined;
}

/** Whether what was tried succeeded; `undefined` when an event does not tell, as one that was reduced to some fields. */
export function hasSucceeded(event: GadgetEvent): boolean | undefined {
  const { type, error, error_raw, err, ret, retval, fd } = event;
  const failed =
    (error ?? "") !== "" ||
    (error_raw ?? 0) !== 0 ||
    (err ?? 0) !== 0 ||
    (ret ?? 0) < 0 ||
    (retval ?? 0) < 0;
  if (failed) return false;
  // The built-in gadgets write no numbers that are 0.
  const isTold = type === "normal" || (error ?? error_raw ?? err ?? ret ?? retval) !== undefined;
  return isTold || (fd ?? 0) > 0 ? true : undefined;
}
