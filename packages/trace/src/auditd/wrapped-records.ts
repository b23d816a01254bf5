import { findObject } from "../json/find-object.ts";
import { jsonArray } from "../json/json-array.ts";
import { jsonNumber } from "../json/json-number.ts";
import { jsonObject } from "../json/json-object.ts";
import type { JsonReader } from "../json/json-scan.ts";
import { jsonText } from "../json/json-text.ts";
import { readJson } from "../json/read-json.ts";
import type { Cursor } from "../lines/cursor.ts";
import { type AuditRecord, readRecordStart, typeName } from "./audit-record.ts";

/** A record of an event that is a JSON object, and its fields. */
export interface WrappedRecord {
  readonly record: AuditRecord;
  readonly fields: Cursor;
}

interface WrappedEvent {
  readonly sequence: number | undefined;
  readonly timestamp: string | undefined;
  readonly messages:
    | readonly {
        readonly type: number | undefined;
        readonly data: string | undefined;
        readonly containers: { readonly id: string | undefined } | undefined;
      }[]
    | undefined;
  readonly event: { readonly original: readonly string[] | undefined } | undefined;
}

const wrappedEvent: JsonReader<WrappedEvent> = jsonObject({
  sequence: jsonNumber,
  timestamp: jsonText,
  messages: jsonArray(
    jsonObject({ type: jsonNumber, data: jsonText, containers: jsonObject({ id: jsonText }) }),
  ),
  event: jsonObject({ original: jsonArray(jsonText) }),
});

/** Whether an object with these members is an event of go-audit, or one of Auditbeat that has the records themselves. */
export function isWrappedEvent(members: ReadonlySet<string>): boolean {
  const isGoAudit = members.has("sequence") && members.has("timestamp") && members.has("messages");
  return isGoAudit || (members.has("event.original") && members.has("auditd.message_type"));
}

/**
 * The records of an event as go-audit writes it, `{"sequence":7,"timestamp":"1.000","messages":[{"type":1300,"data":"arch=…"}]}`,
 * or Auditbeat with `include_raw_message`; `undefined` when the line is something else.
 */
export function readWrappedRecords(line: Cursor): readonly WrappedRecord[] | undefined {
  const object = { bytes: line.bytes, at: findObject(line), end: line.end };
  const { value } = readJson(object, wrappedEvent);
  if (value === undefined) return undefined;
  const { sequence: serial = -1, timestamp, messages, event } = value;
  if (messages) {
    const time = Number(timestamp);
    if (!Number.isSafeInteger(serial) || serial < 0 || !Number.isFinite(time)) return undefined;
    return messages.flatMap(({ type = 0, data = "", containers }) => [
      wrap(String(type), time, serial, data),
      ...(containers?.id ? [wrap("CONTAINER_ID", time, serial, `contid=${containers.id}`)] : []),
    ]);
  }
  const records = event?.original?.map((text) => {
    const fields = cursorOf(text);
    const record = readRecordStart(fields);
    return record && { record, fields };
  });
  return records?.every((one) => one !== undefined) ? records : undefined;
}

function wrap(type: string, time: number, serial: number, fields: string): WrappedRecord {
  const record = { type: typeName(type), node: "", time, serial, interpreted: false };
  return { record, fields: cursorOf(fields) };
}

const utf8 = new TextEncoder();

function cursorOf(text: string): Cursor {
  const bytes = utf8.encode(text);
  return { bytes, at: 0, end: bytes.length };
}
